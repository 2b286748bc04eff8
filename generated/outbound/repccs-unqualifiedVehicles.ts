// generated from contracts/, do not edit

export interface paths {
    "/v1/repccs/unqualifiedVehicles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell REPCCS of up to 1,000 vehicles that do not qualify for advisory notices
         * @description The vehicles are added to those REPCCS was told of before.
         */
        post: operations["repccs-unqualifiedVehicles"];
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
         * @description Names the batch; a repetition has the same.
         * @example URA_REPCCS_UNQUALIFIED_AN_20260115_060000-1
         */
        RepccsBatchReference: string;
        /** @description What the gateway sends with an error. REPCCS's own errors may look different; OCMS reads none of it and goes by the HTTP status. */
        RepccsErrorBody: {
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
        /** @description Vehicles that do not qualify for advisory notices. */
        RepccsUnqualifiedVehiclesRequest: {
            reference: components["schemas"]["RepccsBatchReference"];
            /** @description Registration numbers, each once, in any order. */
            vehicles: string[];
        };
        /** @description The batch was taken. More fields may come with it. */
        RepccsUnqualifiedVehiclesResponse: {
            reference: components["schemas"]["RepccsBatchReference"];
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
    "repccs-unqualifiedVehicles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RepccsUnqualifiedVehiclesRequest"];
            };
        };
        responses: {
            /** @description REPCCS has taken all vehicles of the batch. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepccsUnqualifiedVehiclesResponse"];
                };
            };
            /** @description REPCCS or the gateway does not understand the request. Repeating it will not help. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepccsErrorBody"];
                };
            };
            /** @description The gateway does not accept OCMS's key. Repeating the request will not help. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepccsErrorBody"];
                };
            };
            /** @description The key may not call this operation, or its quota is used up. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepccsErrorBody"];
                };
            };
            /** @description The gateway has no such operation. The base URL or the path is wrong. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepccsErrorBody"];
                };
            };
            /** @description Too many calls. OCMS tries again later. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["GatewayRetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepccsErrorBody"];
                };
            };
            /** @description REPCCS failed. OCMS tries again later. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepccsErrorBody"];
                };
            };
            /** @description The gateway got no usable answer from REPCCS. OCMS tries again later. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepccsErrorBody"];
                };
            };
            /** @description REPCCS or the gateway is not available. OCMS tries again later. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepccsErrorBody"];
                };
            };
            /** @description REPCCS did not answer the gateway in time. OCMS tries again later. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepccsErrorBody"];
                };
            };
        };
    };
}
