/** The time of day, passed in so that rules about dates can be tested on both sides of a boundary. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
