// generated from contracts/, do not edit

export interface paths {
    "/v1/cas/refreshVIPVehicle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The whole list of VIP vehicles
         * @description Returns every VIP vehicle CAS knows. It changes nothing at CAS and may be repeated at any
         *     time. (The integration document has it as POST.)
         *
         *     `totalCount` is the number of entries in `data`, and a vehicle is listed once. JSON Schema
         *     cannot say either; OCMS checks both before it replaces its list.
         */
        post: operations["refreshVIPVehicle"];
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
        /** @description What the gateway sends with an error. CAS's own errors may look different; OCMS reads none of it and goes by the HTTP status. */
        UpstreamErrorBody: {
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
        /** @description One VIP vehicle. More fields may come with it. */
        VipVehicleItem: {
            /**
             * @description What the vehicle is, in words, at most 1,000 characters; null or left out where there is nothing to say.
             * @example VIP Vehicle
             */
            description?: string | null;
            /**
             * @description State of the entry, 1 to 20 characters, no control characters. ACTIVE, in capitals, means that it is in force; any other value that it is not.
             * @example ACTIVE
             */
            status: string;
            /**
             * @description Vehicle registration number: 1 to 14 capital letters, digits, dots, spaces and hyphens. Taken exactly as sent; it is neither trimmed nor changed to capitals.
             * @example ABC1234
             */
            vehicleNo: string;
        };
        /** @description The complete list of VIP vehicles. More fields may come with it. */
        VipVehicleListResponse: {
            /** @description One entry per vehicle, in any order; empty if there is none. */
            data: components["schemas"]["VipVehicleItem"][];
            /**
             * Format: int32
             * @description The number of entries in data.
             * @example 2
             */
            totalCount: number;
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
    refreshVIPVehicle: {
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
                    "application/json": components["schemas"]["VipVehicleListResponse"];
                };
            };
            /** @description CAS or the gateway does not understand the request. Repeating it will not help. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpstreamErrorBody"];
                };
            };
            /** @description The gateway does not accept OCMS's key. Repeating the request will not help. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpstreamErrorBody"];
                };
            };
            /** @description The key may not call this operation, or its quota is used up. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpstreamErrorBody"];
                };
            };
            /** @description The gateway has no such operation. The base URL or the path is wrong. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpstreamErrorBody"];
                };
            };
            /** @description Too many calls. OCMS tries again later. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["GatewayRetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpstreamErrorBody"];
                };
            };
            /** @description CAS failed. OCMS tries again later. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpstreamErrorBody"];
                };
            };
            /** @description The gateway got no usable answer from CAS. OCMS tries again later. */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpstreamErrorBody"];
                };
            };
            /** @description CAS or the gateway is not available. OCMS tries again later. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpstreamErrorBody"];
                };
            };
            /** @description CAS did not answer the gateway in time. OCMS tries again later. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpstreamErrorBody"];
                };
            };
        };
    };
}
