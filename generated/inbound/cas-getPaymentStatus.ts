// generated from contracts/, do not edit

export interface paths {
    "/v1/ocms/cas-getPaymentStatus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Payment state of up to 500 notices
         * @description Returns the stored payment state of each notice asked for.
         *
         *     - A notice OCMS does not know is left out; if it knows none, `notices` is empty. Neither is
         *       an error.
         *     - The order is that of the request. A number sent more than once is answered once, at its
         *       first place.
         *     - It reads only, so it may be repeated at any time. After a time-out, a lost connection,
         *       429, 500 or 503 send the same request again; the other errors stay until the request is
         *       corrected.
         *     - At most 500 notice numbers a request, repeated ones counted each time they occur. More,
         *       all of them well-formed, are answered 413.
         */
        post: operations["cas-getPaymentStatus"];
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
        /** @description The notices whose payment state is asked for. */
        CasGetPaymentStatusRequest: {
            /** @description Notice numbers, 1 to 500. None is 400; more than 500 well-formed ones are 413. A number may be repeated. */
            noticeNumbers: components["schemas"]["NoticeNo"][];
        };
        /** @description The payment states. */
        CasGetPaymentStatusResponse: {
            /** @description One item per known notice, in the order of the request; empty if none is known. */
            notices: components["schemas"]["CasNoticePaymentStatus"][];
        };
        /** @description The payment state of one notice as stored at the time of the answer. */
        CasNoticePaymentStatus: {
            /**
             * Format: money
             * @description Amount paid so far, in Singapore dollars, at most two decimals; 0 where nothing has been paid. Never null.
             * @example 0
             */
            amountPaid: number;
            /**
             * Format: money
             * @description Amount to pay, in Singapore dollars, at most two decimals. Never null.
             * @example 300
             */
            amountPayable: number;
            /**
             * @description Reason code of the notice's CRS suspension, 1 to 3 capital letters and digits; null where there is none. plus-queryNoticeInfo takes a notice that has one as already paid.
             * @example FP
             */
            crsReasonOfSuspension: string | null;
            /**
             * @description Reason code of the notice's EPR suspension, 1 to 3 capital letters and digits; null where there is none.
             * @example APP
             */
            eprReasonOfSuspension: string | null;
            noticeNo: components["schemas"]["NoticeNo"];
            /**
             * @description Y if payment of the notice is accepted now, N if it is not. Never null.
             * @example Y
             * @enum {string}
             */
            paymentAcceptanceAllowed: "Y" | "N";
            /**
             * @description Payment status code, 1 to 3 capital letters and digits; null as long as no payment has been recorded.
             * @example FP
             */
            paymentStatus: string | null;
            /**
             * @description TS temporarily suspended, PS permanently suspended, null not suspended.
             * @example TS
             * @enum {string|null}
             */
            suspensionType: "TS" | "PS" | null;
        };
        /** @description The body of every response other than a success. */
        ErrorResponse: {
            /**
             * ErrorDetails
             * @description What went wrong.
             */
            data: {
                /**
                 * @description OCMS's error code, "OCMS-" and four digits. Decide by the HTTP status and this code, never by the message.
                 * @example OCMS-4000
                 */
                appCode: string;
                /** @description What to correct, on validation failures (400) only. At most the first 20 are listed. Values that were sent are never repeated here. */
                errors?: {
                    /**
                     * @description What is expected there.
                     * @example must match pattern "^[0-9A-Z]{1,10}$"
                     */
                    message: string;
                    /**
                     * @description Where: a JSON Pointer (RFC 6901) whose first step is the part of the request, body or query. Items of an array count from 0.
                     * @example /body/noticeNumbers/3
                     */
                    path: string;
                }[];
                /**
                 * @description The error in words, for people.
                 * @example Bad Request
                 */
                message: string;
            };
        };
        /**
         * @description Notice number: 1 to 10 digits and capital letters. Matched exactly as sent; it is neither trimmed nor changed to capitals.
         * @example 500400999Z
         */
        NoticeNo: string;
    };
    responses: {
        /** @description The request breaks the contract: malformed JSON, a missing, unknown or ill-formed field, or a query parameter. Nothing was done. Correct it before sending it again. */
        BadRequest: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The headers are larger than 16 KiB in all. They were not read, nothing was done. */
        HeadersTooLarge: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description Something unexpected happened in OCMS. The description of the operation says when it may be repeated; if it goes on, report the X-Request-Id. */
        InternalServerError: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The path exists, but not with this method; the Allow header lists those it takes. */
        MethodNotAllowed: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                Allow: components["headers"]["Allow"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description There is no such path. */
        NotFound: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The request is well-formed but holds more items than the batch limit, or the body is larger than 1 MiB. Nothing was done. Split it into smaller requests. */
        PayloadTooLarge: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The request did not arrive in time: its headers within 10 seconds, all of it within 30. Nothing was done. Send it again. */
        RequestTimeout: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description OCMS's database cannot be reached at the moment. Send the same request again after Retry-After seconds. */
        ServiceUnavailable: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The partner's rate limit is used up. Nothing was done. Send the same request again after Retry-After seconds. Rate limits are off unless agreed with the partner. */
        TooManyRequests: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The key is missing, unknown, expired, revoked or another partner's. The body was not read. */
        Unauthorized: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The body is not application/json, or it is compressed (Content-Encoding other than identity). It was not read. */
        UnsupportedMediaType: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
    };
    parameters: {
        /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
        XRequestId: string;
    };
    requestBodies: never;
    headers: {
        /** @description The browser origin agreed with OCMS, if there is one; never "*". These are calls between servers, so the header is normally absent and browsers cannot read the response. */
        AccessControlAllowOrigin: string;
        /** @description The methods this path takes. */
        Allow: string;
        /** @description Requests allowed in the current window. Sent only where a rate limit is configured for the partner, and only once the key has been accepted. */
        RateLimitLimit: number;
        /** @description Requests left in the current window. Sent together with RateLimit-Limit. */
        RateLimitRemaining: number;
        /** @description Seconds until the current window ends. Sent together with RateLimit-Limit. */
        RateLimitReset: number;
        /** @description How long to wait before the next attempt, in seconds. */
        RetryAfter: number;
        /** @description Identifies the request in OCMS's log: the X-Request-Id of the request where it was 8 to 64 letters, digits, dots, underscores and hyphens, else one that OCMS made. Quote it in queries. */
        XRequestId: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "cas-getPaymentStatus": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The notices asked for. At most 1 MiB. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CasGetPaymentStatusRequest"];
            };
        };
        responses: {
            /** @description The notices OCMS knows, in the order of the request. */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasGetPaymentStatusResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
}
