export { EFFECT_DAYS, purgeEffects } from './purge';
export { type EffectBatch, type EffectState, effectStore } from './store';
