import type { GrantCloud } from "#shared/access/cloud.ts";
import type { PeopleSessions } from "#shared/adapters/aws/people-sessions.ts";
import type { BlobStore, SpendSource } from "#shared/cost/ports.ts";
import type { MessageSink } from "#shared/findings/message-sink.ts";
import type { ResourceCloud } from "#shared/policy/cloud.ts";
import type { CreationTrail } from "#shared/policy/creation-trail.ts";
import type { OneShots, Queues } from "#shared/storage/messaging.ts";

/*
 * Ports whose adapter is loaded when it is first called: a client of a service is tens of kilobytes that a cold start
 * would read for messages that never come to it.
 */

/** Blobs, by a store that is made when the first is put or opened. */
export const lateBlobs = (store: () => Promise<BlobStore>): BlobStore => ({
  put: async (key, bytes) => (await store()).put(key, bytes),
  open: async (key) => (await store()).open(key),
});

/** Bills, by a source that is made when the first is asked for. */
export const lateSpend = (source: () => Promise<SpendSource>): SpendSource => ({
  open: async (name) => (await source()).open(name),
  list: async (name) => (await source()).list(name),
});

/** Messages, by a sink that is made for the first of them. */
export const lateSink = (sink: () => Promise<MessageSink>): MessageSink => ({
  send: async (message) => (await sink()).send(message),
});

/** The identity side of governed accounts, by an adapter that is made for the first call; its margin is known before. */
export const lateGrantCloud = (fenceMargin: number, cloud: () => Promise<GrantCloud>): GrantCloud => ({
  fenceMargin,
  ensureRole: async (...call) => (await cloud()).ensureRole(...call),
  readRole: async (...call) => (await cloud()).readRole(...call),
  putPolicy: async (...call) => (await cloud()).putPolicy(...call),
  deletePolicy: async (...call) => (await cloud()).deletePolicy(...call),
  readPolicy: async (...call) => (await cloud()).readPolicy(...call),
  listPolicies: async (...call) => (await cloud()).listPolicies(...call),
  listRoles: async (...call) => (await cloud()).listRoles(...call),
  issueCredentials: async (...call) => (await cloud()).issueCredentials(...call),
});

/** Sessions of people's roles, by an adapter that is made for the first of them. */
export const latePeopleSessions = (sessions: () => Promise<PeopleSessions>): PeopleSessions => ({
  open: async (...call) => (await sessions()).open(...call),
});

/** The resource side of governed accounts, by an adapter that is made for the first call. */
export const lateResourceCloud = (cloud: () => Promise<ResourceCloud>): ResourceCloud => ({
  list: async (...call) => (await cloud()).list(...call),
  read: async (...call) => (await cloud()).read(...call),
  write: async (...call) => (await cloud()).write(...call),
});

/** Who made what is there, by an adapter that is made for the first question. */
export const lateCreationTrail = (trail: () => Promise<CreationTrail>): CreationTrail => ({
  whoMade: async (resource) => (await trail()).whoMade(resource),
});

/** Queues of ours, by a client that is made for the first message. */
export const lateQueues = (queues: () => Promise<Queues>): Queues => ({
  send: async (...message) => (await queues()).send(...message),
});

/** One-shot schedules, by a client that is made for the first of them. */
export const lateOneShots = (shots: () => Promise<OneShots>): OneShots => ({
  create: async (...shot) => (await shots()).create(...shot),
  delete: async (...name) => (await shots()).delete(...name),
});
