// generated from contracts/, do not edit

export interface paths {
    "/v1/email/sendEmail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send one e-mail
         * @description Takes a message to be delivered to an e-mail address.
         */
        post: operations["sendEmail"];
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
        /** @description Why nothing was taken. More fields may come with it. */
        EmailRefusal: {
            /**
             * @description The reason in words, for people. OCMS does not read it.
             * @example Not accepted
             */
            message?: string;
            /**
             * @description INVALID_ADDRESS, REJECTED for anything else. Others may come.
             * @example REJECTED
             */
            reasonCode: string;
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
        /**
         * @description What the partner calls it.
         * @example 0f8fad5b-d9cb-469f
         */
        PartnerId: string;
        /** @description One message. */
        SendEmailRequest: {
            /**
             * @description The same as HTML, at most 100,000 characters.
             * @example <p>Advisory notice 500500123A</p>
             */
            html: string;
            reference: components["schemas"]["SendingReference"];
            /**
             * @description One line.
             * @example Advisory notice 500500123A
             */
            subject: string;
            /**
             * @description The message as plain text, at most 20,000 characters.
             * @example Advisory notice 500500123A
             */
            text: string;
            /**
             * @description One e-mail address.
             * @example office@company.example
             */
            to: string;
        };
        /** @description That the message was taken. More fields may come with it. */
        SendEmailResponse: {
            messageId: components["schemas"]["PartnerId"];
        };
        /**
         * @description Names what is sent, by the notice and the step; a repetition has the same, and is answered as the first.
         * @example 500500123A-EAN-SMS
         */
        SendingReference: string;
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
    sendEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendEmailRequest"];
            };
        };
        responses: {
            /** @description The message was taken. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SendEmailResponse"];
                };
            };
            400: components["responses"]["GatewayBadRequest"];
            401: components["responses"]["GatewayUnauthorized"];
            403: components["responses"]["GatewayForbidden"];
            404: components["responses"]["GatewayNotFound"];
            /** @description The body is over the gateway's limit. Repeating it will not help. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayErrorBody"];
                };
            };
            /** @description The service refuses it for good, and says why. Repeating it will not help. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmailRefusal"];
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
