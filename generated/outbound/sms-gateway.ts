// generated from contracts/, do not edit

export interface paths {
    "/v1/sms/sendSms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send one SMS
         * @description Takes a message to be delivered to a mobile number.
         */
        post: operations["sendSms"];
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
        /**
         * @description Names what is sent, by the notice and the step; a repetition has the same, and is answered as the first.
         * @example 500500123A-EAN-SMS
         */
        SendingReference: string;
        /** @description One message. */
        SendSmsRequest: {
            reference: components["schemas"]["SendingReference"];
            /**
             * @description The text, at most 1,530 characters, lines ended by LF. No other control characters.
             * @example Advisory notice 500500123A
             */
            text: string;
            /**
             * @description A mobile number with its country code (E.164).
             * @example +6580000001
             */
            to: string;
        };
        /** @description That the message was taken. More fields may come with it. */
        SendSmsResponse: {
            messageId: components["schemas"]["PartnerId"];
        };
        /** @description Why nothing was taken. More fields may come with it. */
        SmsRefusal: {
            /**
             * @description The reason in words, for people. OCMS does not read it.
             * @example Not accepted
             */
            message?: string;
            /**
             * @description INVALID_NUMBER, TOO_LARGE (more than ten segments), REJECTED for anything else. Others may come.
             * @example REJECTED
             */
            reasonCode: string;
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
    sendSms: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendSmsRequest"];
            };
        };
        responses: {
            /** @description The message was taken. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SendSmsResponse"];
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
            /** @description The gateway refuses it for good, and says why. Repeating it will not help. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SmsRefusal"];
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
