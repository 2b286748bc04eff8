export { onItsWay } from './on-its-way';
export { EFFECT_DAYS, purgeEffects } from './purge';
export { type EffectBatch, type EffectState, effectStore } from './store';
