export { ApiKeyModel } from './api-key';
export { ApiKeyEventModel } from './api-key-event';
