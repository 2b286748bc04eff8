// generated from contracts/, do not edit

export interface paths {
    "/v1/cesWebhook-create-notice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver one offence
         * @description Creates a notice from an offence.
         *
         *     **Order of the business rules.** Length of `subsystemLabel` (400), its range (400), duplicate
         *     notice number (226), offence rule code (226). While OCMS holds no rule codes at all, what
         *     would be an unknown one is 503.
         *
         *     **What becomes of the notice.** It is stored in one transaction with all that follows from
         *     it. The first that applies:
         *
         *     | The notice | `an_flag` | Payment accepted | Suspended |
         *     | --- | --- | --- | --- |
         *     | came with `anFlag` Y, and is not a foreign vehicle's | Y | N | PS-ANS |
         *     | repeats an offence under another number: same vehicle, date and time, rule code and car park as a notice that is not itself suspended PS-DBB or PS-CAN | N | Y | PS-DBB |
         *     | is a foreign vehicle's | N | Y | PS-FOR |
         *     | qualifies as an advisory notice | Y | N | no |
         *     | any other | N | Y | no |
         *
         *     **Vehicle type.** The stored registration type is X for offence type U; else F where F was
         *     sent; else I where the vehicle number begins or ends in MID; else D where D was sent; else V
         *     where the vehicle is on the list of VIP vehicles in force; else as sent.
         *
         *     **226.** The notice was not created: its number exists already, or its rule code is unknown.
         *     226 is a success to HTTP libraries: decide by the status.
         *
         *     **Time.** An offence dated more than 24 hours ahead of OCMS's clock is 400. Deliveries may
         *     come in parallel; those of one vehicle wait for each other. An answer usually takes well under
         *     a second, and 30 seconds at most: a client's time limit of 60 seconds fits.
         *
         *     **Names.** A property that is one of this contract's but for capitals, hyphens or underscores
         *     (`notice_no`) is a slip: 400, naming the right one.
         *
         *     **Repeating.** After a time-out, a lost connection, 429, 500 or 503 send the same request
         *     again; a 226 `Notice no Already exists` then means that the first one was stored.
         */
        post: operations["cesWebhook-create-notice"];
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
        /** @description One offence. Fields beyond these are ignored. `vehicleNo` may be left out, or be null, for offence type U only. */
        CesCreateNoticeRequest: {
            /**
             * @description Y where the notice is an advisory notice: taken as it is. N, null or left out, OCMS finds out by itself.
             * @example N
             * @enum {string|null}
             */
            anFlag?: "Y" | "N" | null;
            compositionAmount: components["schemas"]["CompositionAmount"];
            computerRuleCode: components["schemas"]["ComputerRuleCode"];
            creDate: components["schemas"]["OffenceInstant"];
            creUserId: components["schemas"]["CreUserId"];
            noticeDateAndTime: components["schemas"]["OffenceInstant"];
            noticeNo: components["schemas"]["NoticeNo"];
            offenceNoticeType: components["schemas"]["OffenceNoticeType"];
            ppCode: components["schemas"]["PpCode"];
            ppName: components["schemas"]["PpName"];
            /**
             * @description Label of the subsystem that found the offence: 3 to 8 printable ASCII characters that begin with at least three digits, all leading digits together a number from 030 to 999 (`030`, `030EHT`, not `1000`). Any text passes the schema: a label that is not so has error messages of its own.
             * @example 030
             */
            subsystemLabel: string;
            transactionId: components["schemas"]["TransactionId"];
            vehicleCategory: components["schemas"]["VehicleCategory"];
            vehicleNo?: components["schemas"]["VehicleNo"];
            vehicleRegistrationType: components["schemas"]["VehicleRegistrationType"];
        };
        /** @description The body of a success. */
        CesCreateNoticeResponse: {
            /**
             * CesNoticeCreated
             * @description What was done.
             */
            data: {
                /**
                 * @description Success.
                 * @example OCMS-2000
                 * @enum {string}
                 */
                appCode: "OCMS-2000";
                /**
                 * @description Success, in words.
                 * @example Resource created successfully
                 * @enum {string}
                 */
                message: "Resource created successfully";
            };
        };
        /** @description The body of a 226. */
        CesNotCreatedResponse: {
            /**
             * CesNoticeNotCreated
             * @description Why the notice was not created.
             */
            data: {
                /**
                 * @description Not created.
                 * @example OCMS-2026
                 * @enum {string}
                 */
                appCode: "OCMS-2026";
                /**
                 * @description Which of the two reasons it is.
                 * @example Notice no Already exists
                 * @enum {string}
                 */
                message: "Notice no Already exists" | "Invalid Offence Rule Code";
            };
        };
        /**
         * Format: money
         * @description Composition amount in Singapore dollars, at most two decimals, 0 to 99,999,999.99.
         * @example 70
         */
        CompositionAmount: number;
        /**
         * Format: int32
         * @description Code of the offence rule, for example 10300.
         * @example 10300
         */
        ComputerRuleCode: number;
        /**
         * @description Who made the record at the sender's: 1 to 1,000 characters of any script, no control characters. Checked, not stored.
         * @example REPCCS
         */
        CreUserId: string;
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
        /**
         * Format: instant
         * @description Date and time: ISO 8601 to the second, with up to nine decimals (kept to the millisecond) and, if it is not Singapore time, an offset (`Z`, `+08:00`). The date must exist.
         * @example 2026-01-15T09:30:00
         */
        OffenceInstant: string;
        /**
         * @description Kind of offence notice, one capital letter: O (offender) can be an advisory notice, U is unlicensed parking. Other letters are taken as they are.
         * @example O
         */
        OffenceNoticeType: string;
        /**
         * @description Code of the car park, 1 to 5 printable ASCII characters.
         * @example A0007
         */
        PpCode: string;
        /**
         * @description Name of the car park, 1 to 100 characters of any script, no control characters.
         * @example ALIWAL STREET
         */
        PpName: string;
        /**
         * @description The sender's own id of this delivery: 1 to 1,000 characters of any script, no control characters. OCMS logs it; quote it in queries.
         * @example RC-20260115-000123
         */
        TransactionId: string;
        /**
         * @description Category of the vehicle, one or two capital letters, for example C, M, H, B, Y, LB, HL.
         * @example C
         */
        VehicleCategory: string;
        /**
         * @description Number of the vehicle: 1 to 14 capital letters, digits, dots, spaces and hyphens, matched exactly as sent. Required, and not null, unless `offenceNoticeType` is U (unlicensed parking); null is the same as left out.
         * @example SBA1234A
         */
        VehicleNo: string | null;
        /**
         * @description Registration of the vehicle as the sender knows it, one capital letter: S local, D diplomatic, V VIP, I military, F foreign, X unlicensed parking. OCMS may know better and store another one.
         * @example S
         */
        VehicleRegistrationType: string;
    };
    responses: {
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
        /** @description The path exists, but not with this method; the Allow header lists those it takes. */
        WebhookMethodNotAllowed: {
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
        WebhookNotFound: {
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
        WebhookRequestTimeout: {
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
        WebhookUnsupportedMediaType: {
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
    "cesWebhook-create-notice": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The offence. At most 1 MiB. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CesCreateNoticeRequest"];
            };
        };
        responses: {
            /** @description The notice is created. */
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
                    "application/json": components["schemas"]["CesCreateNoticeResponse"];
                };
            };
            /** @description The notice was not created. A success to HTTP libraries, so decide by the status. */
            226: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CesNotCreatedResponse"];
                };
            };
            /** @description The request breaks the contract (malformed JSON, a missing or ill-formed field, a query parameter), or the subsystem label is not one of CES's. No notice was created. */
            400: {
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
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["WebhookNotFound"];
            405: components["responses"]["WebhookMethodNotAllowed"];
            408: components["responses"]["WebhookRequestTimeout"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["WebhookUnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
}
