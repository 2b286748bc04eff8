// generated from contracts/, do not edit

export interface paths {
    "/v1/vhub/updateViolation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell vHub of up to 50 violations
         * @description Creates or updates violations. What is sent of a notice takes the place of what vHub was told
         *     of it before.
         */
        post: operations["updateViolation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Format: double
         * @description Singapore dollars, with at most two decimals.
         * @example 70
         */
        Amount: number;
        /**
         * @description Names the batch; a repetition has the same.
         * @example 20260115-0f8fad5bd9cb469f
         */
        BatchReference: string;
        /** @description A batch of violations. */
        UpdateViolationRequest: {
            BatchReference: components["schemas"]["BatchReference"];
            /** @description The batch's records, a notice once. */
            Violations: components["schemas"]["Violation"][];
        };
        /** @description A result for each record. More fields may come with it. */
        UpdateViolationResponse: {
            BatchReference?: components["schemas"]["BatchReference"];
            /** @description One for each record, in any order. */
            Results: components["schemas"]["ViolationResult"][];
        };
        /** @description What the gateway sends with an error. vHub's own errors may look different; OCMS reads none of it and goes by the HTTP status. */
        VhubErrorBody: {
            /**
             * @description The error in words, for people.
             * @example Service Unavailable
             */
            message?: string;
            /**
             * Format: int32
             * @description The HTTP status once more.
             * @example 401
             */
            statusCode?: number;
        };
        /** @description What OCMS says of a notice (F 2.3.5). */
        Violation: {
            AdminFee: components["schemas"]["Amount"];
            CompositionAmount: components["schemas"]["Amount"];
            /**
             * @description The car park's name; of a cancelled notice whose car park has none, its code.
             * @example BISHAN STREET 23
             */
            Location: string;
            /**
             * Format: int32
             * @description The offence rule code.
             * @example 10300
             */
            OffenceCode: number;
            /**
             * @description Date and time of the offence in Singapore, YYYYMMDDHHmmss.
             * @example 20260101093000
             */
            OffenceDateTime: string;
            /**
             * @description What the rule code says; empty where OCMS does not know the code.
             * @example Parking without a valid coupon
             */
            OffenceDescription: string;
            TotalAmount: components["schemas"]["Amount"];
            /**
             * @description The colour; empty where it is not known.
             * @example
             */
            VehicleColor: string;
            /**
             * @description The make; empty where it is not known.
             * @example
             */
            VehicleMake: string;
            /**
             * @description The vehicle's registration number.
             * @example JTR1234
             */
            VehicleNo: string;
            /**
             * @description B bus (heavy vehicles too), M motorcycle, C car.
             * @example C
             * @enum {string}
             */
            VehicleType: "B" | "C" | "M";
            ViolationNo: components["schemas"]["ViolationNo"];
            /**
             * @description O outstanding, S settled, C cancelled.
             * @example O
             * @enum {string}
             */
            ViolationStatus: "C" | "O" | "S";
        };
        /**
         * @description The notice number.
         * @example 500500123A
         */
        ViolationNo: string;
        /** @description What became of a record. More fields may come with it. */
        ViolationResult: {
            /**
             * @description Why a record was refused: E_REC_001 exceed field limit, E_REC_002 invalid format, E_REC_003 missing required field. Others may come.
             * @example E_REC_001
             */
            ErrorCode?: string;
            /**
             * @description The error in words.
             * @example Exceed Field Limit
             */
            ErrorDescription?: string;
            /**
             * @description 0 taken, 1 refused.
             * @example 0
             * @enum {string}
             */
            ResponseCode: "0" | "1";
            ViolationNo: components["schemas"]["ViolationNo"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description After how many seconds the gateway will take calls again. */
        GatewayRetryAfter: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    updateViolation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateViolationRequest"];
            };
        };
        responses: {
            /** @description The batch was read. Each record has its result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdateViolationResponse"];
                };
            };
            /** @description vHub or the gateway does not understand the request. Repeating it will not help. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VhubErrorBody"];
                };
            };
            /** @description The gateway does not accept OCMS's key. Repeating the request will not help. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VhubErrorBody"];
                };
            };
            /** @description The key may not call this operation, or its quota is used up. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VhubErrorBody"];
                };
            };
            /** @description The gateway has no such operation. The base URL or the path is wrong. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VhubErrorBody"];
                };
            };
            /** @description Too many calls. OCMS tries again later. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["GatewayRetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VhubErrorBody"];
                };
            };
            /** @description vHub failed. OCMS tries again later. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VhubErrorBody"];
                };
            };
            /** @description The gateway got no usable answer from vHub. OCMS tries again later. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VhubErrorBody"];
                };
            };
            /** @description vHub or the gateway is not available. OCMS tries again later. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VhubErrorBody"];
                };
            };
            /** @description vHub did not answer the gateway in time. OCMS tries again later. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VhubErrorBody"];
                };
            };
        };
    };
}
