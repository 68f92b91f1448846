/**
 * A construct as the interface that the construct library itself gives it: under exactOptionalPropertyTypes its
 * classes differ from its interfaces in an `undefined`, and in nothing else.
 */
export const asInterface = <Interface>(construct: object): Interface => construct as Interface;
