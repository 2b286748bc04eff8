// generated from contracts/, do not edit

export interface paths {
    "/v1/repccs/carParks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All car parks with their names
         * @description Returns every car park REPCCS knows. A code is listed once.
         */
        get: operations["carParks"];
        put?: never;
        post?: never;
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
        /** @description A car park. More fields may come with it. */
        CarPark: {
            /**
             * @description The car park's code, as in notices.
             * @example A0007
             */
            ppCode: string;
            /**
             * @description The car park's name.
             * @example ALIWAL STREET
             */
            ppName: string;
        };
        /** @description The complete list of car parks. More fields may come with it. */
        CarParksResponse: {
            /** @description One entry per car park, in any order. */
            carParks: components["schemas"]["CarPark"][];
        };
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
    carParks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The complete list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CarParksResponse"];
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
