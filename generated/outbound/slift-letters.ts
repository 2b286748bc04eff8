// generated from contracts/, do not edit

export interface paths {
    "/v1/slift/submitLetter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit one letter
         * @description Takes a letter to be printed and mailed.
         */
        post: operations["submitLetter"];
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
        /** @description An address outside Singapore, or one that is not known by its parts. More fields may come with it. */
        ForeignAddress: {
            /**
             * @description An address by its lines.
             * @example FOREIGN
             * @enum {string}
             */
            addressType: "FOREIGN";
            /** @description The address as it is written on an envelope, without the name; the country in the last line. */
            lines: string[];
        };
        /** @description What the gateway sends with an error. The system's own errors may look different; OCMS reads none of it and goes by the HTTP status. */
        GatewayErrorBody: {
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
        /** @description Who the letter goes to. */
        LetterRecipient: {
            address: components["schemas"]["PostalAddress"];
            name: components["schemas"]["PersonName"];
        };
        /** @description Why nothing was taken. More fields may come with it. */
        LetterRefusal: {
            /**
             * @description The reason in words, for people. OCMS does not read it.
             * @example Not accepted
             */
            message?: string;
            /**
             * @description TOO_LARGE (over the size limit), REJECTED for anything else. Others may come.
             * @example REJECTED
             */
            reasonCode: string;
        };
        /** @description An address in Singapore. A part that it does not have, or that is not known, is null or left out. More fields may come with it. */
        LocalAddress: {
            /**
             * @description An address in Singapore.
             * @example LOCAL
             * @enum {string}
             */
            addressType: "LOCAL";
            /**
             * @description Block or house number.
             * @example 123A
             */
            block?: string | null;
            /**
             * @description The building's name.
             * @example BISHAN VIEW
             */
            building?: string | null;
            /**
             * @description The storey, without a number sign.
             * @example 08
             */
            floor?: string | null;
            /**
             * @description Six digits.
             * @example 570123
             */
            postalCode?: string | null;
            /**
             * @description The street's name.
             * @example BISHAN STREET 23
             */
            street: string;
            /**
             * @description The unit on the storey.
             * @example 115
             */
            unit?: string | null;
        };
        /**
         * @description The name of a person or an entity, in any script.
         * @example TAN AH KOW
         */
        PersonName: string;
        /** @description An address in Singapore by its parts, or any other by its lines. */
        PostalAddress: components["schemas"]["LocalAddress"] | components["schemas"]["ForeignAddress"];
        /**
         * @description Names what is sent, by the notice and the step; a repetition has the same, and is answered as the first.
         * @example 500500123A-EAN-SMS
         */
        SendingReference: string;
        /** @description One letter. */
        SubmitLetterRequest: {
            /**
             * @description That the document is compressed; left out where it is not.
             * @example gzip
             * @enum {string}
             */
            contentEncoding?: "gzip";
            /**
             * @description The PDF, or the compressed PDF, in base64; at most 5 MiB before that.
             * @example JVBERi0xLjcK
             */
            document: string;
            /**
             * @description The document's name.
             * @example AN_500500123A.pdf
             */
            fileName: string;
            recipient: components["schemas"]["LetterRecipient"];
            reference: components["schemas"]["SendingReference"];
        };
        /** @description That the letter was taken. More fields may come with it. */
        SubmitLetterResponse: {
            /**
             * @description What SLIFT calls the letter. The printing vendor's return file names it so.
             * @example slift-0f8fad5b-d9cb-469f
             */
            submissionId: string;
        };
    };
    responses: {
        /** @description The gateway got no usable answer from the system. OCMS tries again later. */
        GatewayBadGateway: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayErrorBody"];
            };
        };
        /** @description The system or its gateway does not understand the request. Repeating it will not help. */
        GatewayBadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayErrorBody"];
            };
        };
        /** @description The key may not call this operation, or its quota is used up. */
        GatewayForbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayErrorBody"];
            };
        };
        /** @description The system failed. OCMS tries again later. */
        GatewayInternalServerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayErrorBody"];
            };
        };
        /** @description The gateway has no such operation. The base URL or the path is wrong. */
        GatewayNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayErrorBody"];
            };
        };
        /** @description The system or its gateway is not available. OCMS tries again later. */
        GatewayServiceUnavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayErrorBody"];
            };
        };
        /** @description The system did not answer the gateway in time. OCMS tries again later. */
        GatewayTimeout: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayErrorBody"];
            };
        };
        /** @description Too many calls. OCMS tries again later. */
        GatewayTooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["GatewayRetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayErrorBody"];
            };
        };
        /** @description The gateway does not accept OCMS's key. Repeating the request will not help. */
        GatewayUnauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayErrorBody"];
            };
        };
    };
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
    submitLetter: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubmitLetterRequest"];
            };
        };
        responses: {
            /** @description The letter was taken. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubmitLetterResponse"];
                };
            };
            400: components["responses"]["GatewayBadRequest"];
            401: components["responses"]["GatewayUnauthorized"];
            403: components["responses"]["GatewayForbidden"];
            404: components["responses"]["GatewayNotFound"];
            /** @description The body is over the gateway's limit. OCMS compresses the document and tries once more. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayErrorBody"];
                };
            };
            /** @description SLIFT refuses it for good, and says why. Repeating it will not help. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LetterRefusal"];
                };
            };
            429: components["responses"]["GatewayTooManyRequests"];
            500: components["responses"]["GatewayInternalServerError"];
            502: components["responses"]["GatewayBadGateway"];
            503: components["responses"]["GatewayServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
}
