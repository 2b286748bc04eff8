// generated from contracts/, do not edit

export interface paths {
    "/v1/plus-queryNoticeInfo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open up to 10 notices for payment until a due date
         * @description Checks each notice and, unless it is paid, sets that payment is accepted and until when.
         *
         *     **What it does.** For a notice that is known and not paid (no CRS reason of suspension),
         *     `paymentAcceptanceAllowed` becomes Y, and the payment due date of its court case becomes
         *     `paymentDueDate`. A notice without a court case succeeds all the same; the due date is then
         *     not stored anywhere. The due date is not compared with today's date.
         *
         *     **Partial success.** An accepted request is answered 200 whatever becomes of its notices:
         *
         *     | Notice | In `notices` | Counted in |
         *     | --- | --- | --- |
         *     | opened for payment | `OCMS-2000`, `OK` | `updatedCount` |
         *     | paid already: left untouched | `OCMS-4003`, `Notice Already Paid` | `failedCount` |
         *     | unknown | left out | `failedCount` |
         *
         *     A number sent more than once is handled, answered and counted once, at its first place.
         *     `updatedCount` plus `failedCount` is the number of different numbers sent. `notices` keeps
         *     the order of the request.
         *
         *     **Mind.** Payment is the only thing checked. A notice of any kind that is known and unpaid
         *     is opened, so this operation can also make an advisory notice payable. Send only notices that
         *     are meant to be paid.
         *
         *     **All or nothing on failure.** The request is one transaction: with any status other than
         *     200 nothing was stored, except that on 500, 503 or a lost connection it can have been stored
         *     without the answer getting through.
         *
         *     **Repeating.** A repeated request leaves the same state. After a time-out, a lost connection,
         *     429, 500 or 503 send the same request again; a notice paid in the meantime is then reported
         *     as `OCMS-4003`.
         *
         *     **Limits.** At most 10 notice numbers, repeated ones counted each time they occur. More, all
         *     of them well-formed, are answered 413.
         */
        post: operations["plus-queryNoticeInfo"];
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
        /** @description The outcome of one notice. */
        PlusNoticeResult: {
            /**
             * @description OCMS-2000 opened for payment, OCMS-4003 paid already (left untouched).
             * @example OCMS-2000
             * @enum {string}
             */
            appCode: "OCMS-2000" | "OCMS-4003";
            noticeNo: components["schemas"]["NoticeNo"];
            /**
             * @description The appCode in words, OK for OCMS-2000 and Notice Already Paid for OCMS-4003.
             * @example OK
             * @enum {string}
             */
            status: "OK" | "Notice Already Paid";
        };
        /** @description The notices to open for payment. */
        PlusQueryNoticeInfoRequest: {
            /** @description Notice numbers, 1 to 10. None is 400; more than 10 well-formed ones are 413. A number may be repeated. */
            noticeNumbers: components["schemas"]["NoticeNo"][];
            /**
             * Format: date
             * @description Last day on which payment is accepted, for all notices of the request: calendar date in Singapore, YYYY-MM-DD. Never null.
             * @example 2024-01-15
             */
            paymentDueDate: string;
        };
        /** @description The counts, and the outcome of each known notice. */
        PlusQueryNoticeInfoResponse: {
            /**
             * Format: int32
             * @description Notices not opened, those OCMS does not know included.
             * @example 0
             */
            failedCount: number;
            /** @description One item per known notice, in the order of the request. */
            notices: components["schemas"]["PlusNoticeResult"][];
            /**
             * Format: int32
             * @description Notices opened for payment.
             * @example 1
             */
            updatedCount: number;
        };
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
    "plus-queryNoticeInfo": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The notices and the due date they share. At most 1 MiB. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlusQueryNoticeInfoRequest"];
            };
        };
        responses: {
            /** @description The outcome notice by notice, in the order of the request. */
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
                    "application/json": components["schemas"]["PlusQueryNoticeInfoResponse"];
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
