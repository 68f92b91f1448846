import { join, resolve } from "node:path";
import {
  type Install,
  type Installed,
  installPackage,
  type Package,
  usualPython,
} from "#infra/tools/python-package.ts";

const EMULATOR: Package = { what: "the emulator", lock: join(import.meta.dirname, "requirements.txt") };

const MOTO: Package = { what: "moto", lock: join(import.meta.dirname, "moto-requirements.txt") };

/** Where the emulator's Python lives, and what an interactive run keeps. */
export const EMULATOR_HOME = resolve(import.meta.dirname, "../..", ".tollgate", "emulator");

export const usualInstall = (): Install => ({ folder: join(EMULATOR_HOME, "venv"), python: usualPython() });

/** moto, for the services that the emulator lacks; beside the emulator, whose packages are other versions. */
export const installMoto = (): Installed =>
  installPackage(MOTO, { ...usualInstall(), folder: join(EMULATOR_HOME, "moto") });

export const installEmulator = (install: Install): Installed => installPackage(EMULATOR, install);
