// generated from contracts/, do not edit

export interface paths {
    "/v1/ocms/cas-updateCourtNotices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Update up to 500 court notices
         * @description Stores what is sent for each court notice and reports the outcome notice by notice.
         *
         *     **Fields.** Each item names its notice and carries at least one other field. A field left
         *     out stays as it is. Null clears the field where the schema allows null. Fields are stored
         *     as sent and are not checked against each other.
         *
         *     **Which notices.** A notice is a court notice when OCMS has a last processing stage stored
         *     for it and that stage is none of NPA, ROV, ENA, RD1, RD2, RR3, DN1, DN2, DR3. What counts
         *     is the stage stored before the request, not the one sent.
         *
         *     **Partial success.** An accepted request is answered 200 whatever becomes of its notices:
         *
         *     | Notice | In `notices` | Counted in |
         *     | --- | --- | --- |
         *     | updated | `OCMS-2000`, `OK` | `updatedCount` |
         *     | known, but not a court notice: left untouched | `OCMS-4009`, `Not Court Notice` | `failedCount` |
         *     | unknown | left out | `failedCount` |
         *
         *     `updatedCount` plus `failedCount` is the number of items sent. `notices` keeps the order of
         *     the request.
         *
         *     **All or nothing on failure.** The request is one transaction: with any status other than
         *     200 nothing was stored, except that on 500, 503 or a lost connection it can have been stored
         *     without the answer getting through.
         *
         *     **Repeating.** The values are absolute, so a repeated request leaves the same state. After a
         *     time-out, a lost connection, 429, 500 or 503 send the same request again, before any later
         *     update of the same notices (else it overwrites that one). If the first one had been stored
         *     and moved a notice to one of the nine stages above, the repeat reports that notice as
         *     `OCMS-4009`.
         *
         *     **Limits.** At most 500 items; more, all of them well-formed, are answered 413. The same
         *     `noticeNo` twice in one request is 400.
         */
        post: operations["cas-updateCourtNotices"];
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
        /** @description The outcome of one notice. */
        CasCourtNoticeResult: {
            /**
             * @description OCMS-2000 updated, OCMS-4009 not a court notice (left untouched).
             * @example OCMS-2000
             * @enum {string}
             */
            appCode: "OCMS-2000" | "OCMS-4009";
            noticeNo: components["schemas"]["NoticeNo"];
            /**
             * @description The appCode in words, OK for OCMS-2000 and Not Court Notice for OCMS-4009.
             * @example OK
             * @enum {string}
             */
            status: "OK" | "Not Court Notice";
        };
        /** @description The new values of one notice. A field left out stays as it is. */
        CasCourtNoticeUpdate: {
            /**
             * Format: money
             * @description Amount to pay, in Singapore dollars, at most two decimals. Never null.
             * @example 300
             */
            amountPayable?: number;
            /**
             * @description The notice's ATOMS flag, Y or N; null clears it. OCMS only stores it.
             * @example Y
             * @enum {string|null}
             */
            atomsFlag?: "Y" | "N" | null;
            /**
             * Format: date
             * @description Calendar date in Singapore, YYYY-MM-DD, of the EPR suspension, stored as that day's midnight; null clears it.
             * @example 2024-01-15
             */
            eprDateOfSuspension?: string | null;
            /**
             * @description Reason code of the EPR suspension: 1 to 3 capital letters and digits; null clears it.
             * @example APP
             */
            eprReasonOfSuspension?: string | null;
            /**
             * Format: date
             * @description Calendar date in Singapore, YYYY-MM-DD, on which lastProcessingStage was reached. Never null.
             * @example 2024-01-15
             */
            lastProcessingDate?: string;
            /**
             * @description The stage the notice has reached: 1 to 3 capital letters and digits. Never null.
             * @example CSD
             */
            lastProcessingStage?: string;
            /**
             * Format: date
             * @description Calendar date in Singapore, YYYY-MM-DD, for which nextProcessingStage is planned; null clears it.
             * @example 2024-01-20
             */
            nextProcessingDate?: string | null;
            /**
             * @description The stage planned next: 1 to 3 capital letters and digits; null clears it.
             * @example CSR
             */
            nextProcessingStage?: string | null;
            noticeNo: components["schemas"]["NoticeNo"];
            /**
             * @description Y if payment of the notice is to be accepted, N if it is to be refused. Never null.
             * @example Y
             * @enum {string}
             */
            paymentAcceptanceAllowed?: "Y" | "N";
            /**
             * Format: date
             * @description Calendar date in Singapore, YYYY-MM-DD, of prevProcessingStage; null clears it.
             * @example 2024-01-10
             */
            prevProcessingDate?: string | null;
            /**
             * @description The stage before it: 1 to 3 capital letters and digits; null clears it.
             * @example CPC
             */
            prevProcessingStage?: string | null;
            /**
             * @description TS temporarily suspended, PS permanently suspended; null removes the suspension type.
             * @example TS
             * @enum {string|null}
             */
            suspensionType?: "TS" | "PS" | null;
        };
        /** @description The notices to update. */
        CasUpdateCourtNoticesRequest: {
            /** @description One item per notice, 1 to 500, each noticeNo once. None is 400; more than 500 well-formed ones are 413. */
            notices: components["schemas"]["CasCourtNoticeUpdate"][];
        };
        /** @description The counts, and the outcome of each known notice. */
        CasUpdateCourtNoticesResponse: {
            /**
             * Format: int32
             * @description Notices not updated, those OCMS does not know included.
             * @example 0
             */
            failedCount: number;
            /** @description One item per known notice, in the order of the request. */
            notices: components["schemas"]["CasCourtNoticeResult"][];
            /**
             * Format: int32
             * @description Notices updated.
             * @example 2
             */
            updatedCount: number;
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
    "cas-updateCourtNotices": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The notices and their new values. At most 1 MiB. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CasUpdateCourtNoticesRequest"];
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
                    "application/json": components["schemas"]["CasUpdateCourtNoticesResponse"];
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
