/**
 * `value` itself, frozen to its last member: what many share, none can change.
 *
 * @throws TypeError when it holds anything but plain data: a Map or a Date stays changeable however it is frozen
 */
export function deepFrozen<Value>(value: Value): Value {
  if (typeof value === "function") throw new TypeError("Cannot freeze a function: only plain data can be frozen");
  if (typeof value !== "object" || value === null) return value;
  const form: unknown = Object.getPrototypeOf(value);
  if (form !== Object.prototype && form !== Array.prototype && form !== null) {
    throw new TypeError(`Cannot freeze a ${value.constructor.name}: only plain data can be frozen`);
  }
  for (const member of Object.values(value)) deepFrozen(member);
  return Object.freeze(value);
}
