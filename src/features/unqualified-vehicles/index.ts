export { createUnqualifiedVehicleLists, type UnqualifiedVehicleLists } from './service';
