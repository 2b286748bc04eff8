export { type EffectBatch, type EffectState, effectStore } from './store';
