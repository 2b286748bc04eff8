export { type ContractDrift, createContractDrift, type Drift, type DriftMessage, KEPT_DAYS } from './service';
