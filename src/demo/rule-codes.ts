/** The demo's offence rule codes, as a reference file. */
export const DEMO_RULE_CODES = `computer_rule_code,description
10300,Parking without displaying a valid coupon or season parking ticket
11210,Parking a heavy vehicle in a lot for other vehicles
20412,Parking outside a parking lot
`;
