export { onItsWay } from './on-its-way';
export { sendOverlapped } from './overlapped';
export { readAhead } from './read-ahead';
export { EFFECT_DAYS, purgeEffects } from './purge';
export { type EffectBatch, type EffectState, effectStore } from './store';
