export { onItsWay } from './on-its-way';
export { sendOverlapped } from './overlapped';
export { EFFECT_DAYS, purgeEffects } from './purge';
export { type EffectBatch, type EffectState, effectStore } from './store';
