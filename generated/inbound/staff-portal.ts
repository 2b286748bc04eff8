// generated from contracts/, do not edit

export interface paths {
    "/v1/staff/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * E-mails to operations
         * @description What operations were told, or should have been, the last first: with `unsent=true` only what waits or was
         *     given up because the mail server refused it.
         */
        get: operations["staff-listAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/alerts/{runId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have an alert sent again
         * @description One that was given up is due again, as if it had never been refused. One that was not given up is 409.
         *
         *     There is no request body.
         */
        post: operations["staff-retryAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what, and when
         * @description Everything that members of staff changed or asked for, the last first, with what it was before and after.
         */
        get: operations["staff-listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/contract-drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How real messages differ from their contracts
         * @description Where requests and what they were answered, of partners that call OCMS and of those that OCMS calls, are not of
         *     the shape that their contract has: of the messages that were looked at, which are a share; the latest first, 500
         *     at most. Places and kinds, never values. What processes saw in the last minute may be missing. What was not seen
         *     for 90 days is forgotten.
         */
        get: operations["staff-listContractDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Notices left for manual verification
         * @description Notices that could not be copied to the internet zone and are not tried again by themselves, in the order
         *     of their numbers.
         */
        get: operations["staff-listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/dead-letters/{noticeNo}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have a notice copied again
         * @description Once its cause is mended: the notice is tried again with the next run of sync_internet_zone.
         *
         *     There is no request body.
         */
        post: operations["staff-retryDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/exclusions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is told by letter only
         * @description The exclusion list (A 4.1.4.b). OCMS does not know the ids: it keeps a keyed hash of each, and its masked form.
         *     An entry whose key is no longer configured matches nobody.
         */
        get: operations["staff-listExclusions"];
        put?: never;
        /**
         * Put an id on the exclusion list
         * @description The id is hashed at once, and stored, logged and audited nowhere as it is. One that is on the list is 409; one that
         *     was ended counts again.
         */
        post: operations["staff-addExclusion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/exclusions/{exclusionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One entry of the exclusion list
         * @description The entry, and the ETag by which it can be ended.
         */
        get: operations["staff-getExclusion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/exclusions/{exclusionId}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End an entry of the exclusion list
         * @description From now on its owner is told electronically again. It stays listed as ended. One that has ended is 409. There is
         *     no request body; `If-Match` has the ETag that was read.
         */
        post: operations["staff-endExclusion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/exemptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Rules that keep offences from being advisory notices
         * @description Exemptions (A 2.5.a), those of the past and of the future too.
         */
        get: operations["staff-listExemptions"];
        put?: never;
        /**
         * Add an exemption
         * @description An offence is exempt where its rule code is equal, every condition given is equal, and its day in Singapore is
         *     among the days. Where one with the same conditions applies on one of the days, 409. It counts for notices that
         *     are created from now on.
         */
        post: operations["staff-addExemption"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/exemptions/{ruleNo}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One exemption
         * @description The rule, and the ETag by which its days can be changed.
         */
        get: operations["staff-getExemption"];
        /**
         * Give an exemption its days
         * @description Its last day ends it: from the day after on it applies no more, and it is not deleted. What it is about stays: that
         *     is another exemption. Notices that are there stay as they are. `If-Match` has the ETag that was read.
         */
        put: operations["staff-setExemption"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/job-requests/{requestId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of a request
         * @description Whether an instance took it, and how its run ended. Requests are kept as long as runs.
         */
        get: operations["staff-getJobRequest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/job-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Past runs and those under way
         * @description The last first. Without `jobName`, what jobs that run every few minutes did successfully, or skipped, is
         *     left out: it would hide all others.
         */
        get: operations["staff-listJobRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/job-runs/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One run
         * @description How far a run is, or how it ended.
         */
        get: operations["staff-getJobRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/job-runs/{runId}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have a run end
         * @description Asks the instance that has the run to end it. It does so at its next step: what it has committed stays,
         *     and its job is made up for as any run that was cut off. A run that somebody began at the command line is
         *     nobody's to stop but theirs: the request expires after 15 minutes. A run that is over is 409.
         *
         *     There is no request body.
         */
        post: operations["staff-stopJobRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What jobs there are
         * @description Every job with its schedule, its next run and its last one.
         */
        get: operations["staff-listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/jobs/{jobName}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have a job run now
         * @description Asks the instances that run jobs to begin a run. One of them takes the request within a few seconds; the
         *     run has the request's id. Where another run holds the job's lock, the run ends as SKIPPED. What no
         *     instance takes within 15 minutes expires. While one request of a job waits to be taken, another is 409.
         *
         *     There is no request body. Repeated after a lost answer, it is 409 while the first one waits, and another
         *     run after that.
         */
        post: operations["staff-startJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/mirror": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far the internet zone is behind
         * @description How many notices wait to be copied, since when the oldest of them waits, and how many are left for manual
         *     verification.
         */
        get: operations["staff-getMirror"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look for notices
         * @description Those that meet every filter, the latest offence first unless `sort` says otherwise; of one moment, by their
         *     number. With `noticeNo` or `vehicleNo` notices of any age are found. Without either, those of 31 days of offences
         *     at most: where `from` is left out, the 31 days up to `to`; where both are, the 31 days up to tomorrow. Notices in
         *     the archive are not listed; `staff-getNotice` finds them. Nothing of an owner is answered.
         */
        get: operations["staff-listNotices"];
        put?: never;
        /**
         * Create a notice
         * @description A notice that a member of staff enters by hand, through OCMS's portal or PLUS's (`noticeSource`). It is made by the
         *     same routine as those that enforcement systems deliver (A 3), and its fate is decided before the answer.
         *
         *     **What becomes of the notice.** It is stored in one transaction with all that follows from it. The first that
         *     applies:
         *
         *     | The notice | `fate` | `an_flag` | Payment accepted | Suspended |
         *     | --- | --- | --- | --- | --- |
         *     | repeats an offence under another number: same vehicle, date and time, rule code and car park as a notice that is not itself suspended PS-DBB or PS-CAN | DOUBLE_BOOKED | N | Y | PS-DBB |
         *     | is a foreign vehicle's | FOREIGN | N | Y | PS-FOR |
         *     | qualifies as an advisory notice | ADVISORY | Y | N | no |
         *     | any other | ORDINARY | N | Y | no |
         *
         *     `anFlag` is not looked at: OCMS finds out by itself whether a notice is an advisory notice. The stored
         *     registration type may differ from the one sent, as REPCCS's contract has it.
         *
         *     **Number.** With `noticeNo`, a number that exists already is 409. Without it (or with null) OCMS makes one.
         *
         *     **Who.** The officer of the token is the one who created it; when is OCMS's clock's to say.
         *
         *     **Repeating.** After a time-out, a lost connection, 429, 500 or 503 send the same request again. With `noticeNo`
         *     a 409 then means that the first one was stored. Without it the same `noticeSource`, `transactionId` and an equal
         *     body within 24 hours get the first answer again, and no second notice is created: a form keeps its
         *     `transactionId` until it was answered. Bodies are equal as JSON.
         */
        post: operations["staff-createNotice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/notices/{noticeNo}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A notice with its history
         * @description The notice as it is, every suspension, whether the internet zone has it so, its way as an advisory notice,
         *     and what vHub was told of it and is owed next. Nothing of its owner is answered. A notice in the archive is found,
         *     too, with `archivedAt`; of a number that came again, the one that is not in the archive, else the last.
         */
        get: operations["staff-getNotice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/notices/{noticeNo}/suspend-ans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Suspend an advisory notice PS-ANS
         * @description By hand (A 7.1.2): both zones have it a moment later. What is no advisory notice, or is suspended permanently
         *     already, is 409.
         */
        post: operations["staff-suspendNotice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/parameters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The numbers that jobs go by
         * @description Every parameter that OCMS reads, those that are missing too.
         */
        get: operations["staff-listParameters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/parameters/{id}/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One parameter
         * @description Its value, and the ETag by which it can be changed. One that is missing has the value null.
         */
        get: operations["staff-getParameter"];
        /**
         * Give a parameter its value
         * @description Jobs go by it from their next run on. Nothing is overwritten that the officer has not seen: `If-Match` has
         *     the ETag that was read.
         */
        put: operations["staff-setParameter"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/partner-calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How calls to partners went lately
         * @description Attempts to reach each partner, files too, counted by stretches of equal length up to now: quarters of an hour
         *     up to 24 hours, two hours beyond. A partner that was not called is left out. What processes counted in the
         *     last minute may be missing.
         */
        get: operations["staff-listPartnerCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/reports/ans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Notices suspended PS-ANS in a period
         * @description The ad-hoc report (A 8), newest first, made as it is read: at most 31 days of suspension. Few are made at
         *     once; whoever asks for another gets 429 with `Retry-After`. Each is written down with the officer's id.
         */
        get: operations["staff-getAnsReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/reports/letter-reconciliation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * AN letters against what the printing vendor says
         * @description Totals, each day of submission, and the letters that do not agree (A 8.1b): at most 366 days. Limits and
         *     audit as of the other report.
         */
        get: operations["staff-getLetterReconciliation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Advisory notices in manual review
         * @description Those that wait longest first, each with why, who has taken it, where it would be put back to, and the `ETag` by
         *     which it is resolved.
         */
        get: operations["staff-listReviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/reviews/{noticeNo}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a review without telling the owner
         * @description The notice is not suspended PS-ANS, and nothing further is done by itself. Conflicts are as of putting it back.
         */
        post: operations["staff-closeReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/reviews/{noticeNo}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a notice back on its way
         * @description Back to the step that was owed, or to the first where its owner's particulars were forgotten meanwhile; the
         *     pipeline goes on within seconds. One that somebody else has taken is 409. Of two at once one wins, the other is 412.
         *
         *     There is no request body.
         */
        post: operations["staff-resumeReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/reviews/{noticeNo}/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a review
         * @description Notes who works on it; nobody else can resolve it then. Taking one's own again changes nothing. One that somebody
         *     else has is 409.
         *
         *     There is no request body.
         */
        post: operations["staff-takeReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/rule-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Offence rule codes
         * @description What CES's notices may name (A 3), with the wording that owners and vHub are told.
         */
        get: operations["staff-listRuleCodes"];
        put?: never;
        /**
         * Add a rule code
         * @description It is known from now on, whatever the day of the offence. A code that is there, ended or not, is 409:
         *     it is changed.
         */
        post: operations["staff-addRuleCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/staff/rule-codes/{ruleCode}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One rule code
         * @description The code, and the ETag by which it can be changed.
         */
        get: operations["staff-getRuleCode"];
        /**
         * Change or end a rule code
         * @description Its description, and the last day of offence on which it is known; null lets it have no end. From the day after
         *     on it is to CES as if it were not there; notices keep its description. Nothing is overwritten that the officer
         *     has not seen: `If-Match` has the ETag that was read.
         */
        put: operations["staff-setRuleCode"];
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
        /** @description A step that was done for an advisory notice. */
        AdvisoryEvent: {
            /**
             * Format: date-time
             * @description When.
             * @example 2026-01-15T18:30:00.000Z
             */
            at: string;
            /**
             * @description What came of it.
             * @example found
             */
            outcome: string;
            /**
             * @description Where the notice stood then.
             * @example OWNER_FOUND
             */
            state: string;
            /**
             * @description Which step.
             * @example FIND_OWNER
             */
            step: string;
        };
        /** @description The way of an advisory notice to its owner (A 4 to 7). */
        AdvisoryStory: {
            /**
             * Format: date-time
             * @description From when on.
             * @example 2026-01-15T18:30:00.000Z
             */
            dueAt: string | null;
            /** @description In the order of time. */
            events: components["schemas"]["AdvisoryEvent"][];
            /**
             * Format: date-time
             * @description When it qualified.
             * @example 2026-01-15T18:30:00.000Z
             */
            openedAt: string;
            /**
             * @description Why it is left for manual review.
             * @example no-owner
             */
            reviewReason: string | null;
            /**
             * @description Where it stands.
             * @example SUSPENDED
             */
            state: string;
            /**
             * @description What is owed next.
             * @example FIND_OWNER
             */
            step: string | null;
        };
        /** @description An e-mail to operations about a run. */
        Alert: {
            /**
             * @description What is wrong and what to do.
             * @example text
             */
            body: string;
            /**
             * Format: date-time
             * @description When it is tried again; null for in the next round, or never.
             * @example 2026-01-15T18:30:00.000Z
             */
            nextAttemptAt: string | null;
            /**
             * Format: date-time
             * @description When it was written down.
             * @example 2026-01-15T18:30:00.000Z
             */
            recordedAt: string;
            /**
             * Format: int32
             * @description How often the mail server refused it.
             * @example 1
             */
            refused: number;
            /**
             * @description The run it is about.
             * @example 0192f6a46f3e7c1d9a552f1d3c0b7e44
             */
            runId: string;
            /**
             * Format: date-time
             * @description When it was sent.
             * @example 2026-01-15T18:30:00.000Z
             */
            sentAt: string | null;
            /**
             * Format: int32
             * @description The code of the last refusal.
             * @example 550
             */
            smtpCode: number | null;
            /**
             * @description WAITING to be sent, SENT, or GIVEN_UP after refusals.
             * @enum {string}
             */
            state: "WAITING" | "SENT" | "GIVEN_UP";
            /**
             * @description Its subject.
             * @example text
             */
            subject: string;
        };
        /** @description A page of alerts. */
        AlertPage: {
            /** @description The last first. */
            alerts: components["schemas"]["Alert"][];
            /**
             * @description Where the next page begins; null at the end.
             * @example eyJhIjoiMDE5MmY2YTQifQ
             */
            nextCursor: string | null;
        };
        /** @description Something a member of staff did. */
        AuditEntry: {
            /**
             * @description What.
             * @example set-parameter
             */
            action: string;
            /** @description What it became, any JSON; null where that means nothing. */
            after: unknown;
            /**
             * Format: date-time
             * @description When.
             * @example 2026-01-15T18:30:00.000Z
             */
            at: string;
            /**
             * @description Id of the entry.
             * @example 0192f6a46f3e7c1d9a552f1d3c0b7e44
             */
            auditId: string;
            /** @description What it was, any JSON; null where that means nothing. */
            before: unknown;
            /**
             * @description Who.
             * @example supervisor1
             */
            officerId: string;
            /**
             * @description To what.
             * @example FOR NPA
             */
            subject: string;
        };
        /** @description A page of entries. */
        AuditPage: {
            /** @description The last first. */
            entries: components["schemas"]["AuditEntry"][];
            /**
             * @description Where the next page begins; null at the end.
             * @example eyJhIjoiMDE5MmY2YTQifQ
             */
            nextCursor: string | null;
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
        /** @description A way in which messages of an operation differ from its contract. */
        ContractDrift: {
            /**
             * @description What was asked, or what was answered.
             * @example REQUEST
             * @enum {string}
             */
            direction: "REQUEST" | "RESPONSE";
            /**
             * Format: date-time
             * @description When it was first seen.
             * @example 2026-01-15T18:15:00.000Z
             */
            firstSeenAt: string;
            /**
             * @description `UNDECLARED`: the contract does not have it. `MISSING`: it is required, and not there. `TYPE`: of another
             *     type. `NULL`: null where there is none. `CODE`: no code of its list. `FORMAT`: not of its format or pattern.
             * @example UNDECLARED
             * @enum {string}
             */
            kind: "UNDECLARED" | "MISSING" | "TYPE" | "NULL" | "CODE" | "FORMAT";
            /**
             * Format: date-time
             * @description When it was last seen.
             * @example 2026-01-15T18:30:00.000Z
             */
            lastSeenAt: string;
            /**
             * @description The operation, OCMS's or the partner's.
             * @example repccsWebhook
             */
            operation: string;
            /**
             * @description Who calls OCMS, or is called.
             * @example REPCCS
             */
            partner: string;
            /**
             * @description Where: `body.notices[].noticeNo`, `query.source`, `header.x-source`; of an answer with its status before it.
             *     A name that may be anything, or one of very many, is `(other)`.
             * @example body.roadSurface
             */
            place: string;
            /**
             * @description Who sent it so.
             * @example PARTNER
             * @enum {string}
             */
            sender: "PARTNER" | "OCMS";
            /**
             * Format: int32
             * @description In how many messages, of those that were looked at.
             * @example 12
             */
            times: number;
        };
        /** @description How messages differ from their contracts. */
        ContractDriftList: {
            /** @description The latest first. */
            drifts: components["schemas"]["ContractDrift"][];
            /**
             * @description Whether there are others, of earlier.
             * @example false
             */
            more: boolean;
        };
        /** @description A notice left for manual verification. */
        DeadLetter: {
            /**
             * @description The kind of error.
             * @example text
             */
            error: string;
            /**
             * Format: int32
             * @description How often copying it failed.
             * @example 5
             */
            failures: number;
            /**
             * Format: date-time
             * @description When it failed last.
             * @example 2026-01-15T18:30:00.000Z
             */
            lastFailedAt: string;
            /**
             * @description Its number.
             * @example 500400058A
             */
            noticeNo: string;
        };
        /** @description A page of them. */
        DeadLetterPage: {
            /** @description In the order of their numbers. */
            deadLetters: components["schemas"]["DeadLetter"][];
            /**
             * @description Where the next page begins; null at the end.
             * @example eyJhIjoiMDE5MmY2YTQifQ
             */
            nextCursor: string | null;
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
        /** @description Somebody who is told by letter only. */
        Exclusion: {
            /**
             * Format: date-time
             * @description When it was put on the list first.
             * @example 2026-01-15T18:30:00.000Z
             */
            addedAt: string;
            /**
             * @description By whom.
             * @example supervisor1
             */
            addedBy: string;
            /**
             * Format: date-time
             * @description When it was changed last.
             * @example 2026-01-15T18:30:00.000Z
             */
            changedAt: string;
            /**
             * @description By whom.
             * @example supervisor1
             */
            changedBy: string;
            /**
             * Format: date-time
             * @description When it was ended; null while it counts.
             * @example 2026-01-15T18:30:00.000Z
             */
            endedAt: string | null;
            /**
             * @description By which it is named.
             * @example 5f2d0c9b8a7e6d5c4b3a29181706f5e4
             */
            exclusionId: string;
            /**
             * @description The id, masked.
             * @example S****567D
             */
            idMasked: string;
            /**
             * @description False where the key is not configured under which the id stands hashed. The entry matches nobody then.
             * @example true
             */
            keyConfigured: boolean;
        };
        /** @description A page of the exclusion list. */
        ExclusionPage: {
            /** @description In the order that was asked for. */
            exclusions: components["schemas"]["Exclusion"][];
            /**
             * @description Where the next page begins; null at the end.
             * @example eyJhIjoiMDE5MmY2YTQifQ
             */
            nextCursor: string | null;
        };
        /** @description A rule that keeps offences from being advisory notices. */
        Exemption: {
            /**
             * Format: date-time
             * @description When it was changed last.
             * @example 2026-01-15T18:30:00.000Z
             */
            changedAt: string;
            /**
             * @description By whom.
             * @example supervisor1
             */
            changedBy: string;
            /**
             * Format: money
             * @description Only of this composition amount; null for any.
             * @example 80
             */
            compositionAmount: number | null;
            /**
             * Format: date
             * @description The first day of offence to which it applies; null for any before.
             * @example 2026-01-01
             */
            effectiveFrom: string | null;
            /**
             * Format: date
             * @description The last one; null where it has no end.
             * @example 2026-06-30
             */
            effectiveTo: string | null;
            /**
             * Format: int32
             * @description Of this rule code.
             * @example 20412
             */
            ruleCode: number;
            /**
             * Format: int32
             * @description Its number.
             * @example 4
             */
            ruleNo: number;
            /**
             * @description Only with this remark; null for any.
             * @example on a footway
             */
            ruleRemark: string | null;
            /**
             * @description Only of this category; null for any.
             * @example LB
             */
            vehicleCategory: string | null;
        };
        /** @description The days of offence to which an exemption applies, in Singapore. */
        ExemptionDays: {
            /**
             * Format: date
             * @description The first day of offence to which it applies; null for any before.
             * @example 2026-01-01
             */
            effectiveFrom: string | null;
            /**
             * Format: date
             * @description The last one; null where it has no end.
             * @example 2026-06-30
             */
            effectiveTo: string | null;
        };
        /** @description A page of exemptions. */
        ExemptionPage: {
            /** @description In the order that was asked for. */
            exemptions: components["schemas"]["Exemption"][];
            /**
             * @description Where the next page begins; null at the end.
             * @example eyJhIjoiMDE5MmY2YTQifQ
             */
            nextCursor: string | null;
        };
        /** @description A job. */
        Job: {
            /** @description Whether it runs every few minutes. */
            frequent: boolean;
            /**
             * @description Its name, as its lock has it.
             * @example refresh_vip_vehicle
             */
            jobName: string;
            /** @description The last run that was not skipped. */
            lastRun: components["schemas"]["JobRun"] | null;
            /**
             * Format: date-time
             * @description When it runs next.
             * @example 2026-01-15T18:30:00.000Z
             */
            nextRunAt: string | null;
            /**
             * @description A cron expression, in the time zone of the service; null where it runs by hand only.
             * @example 0 0 1 * * *
             */
            schedule: string | null;
            /**
             * @description Document and section.
             * @example C 3
             */
            source: string;
        };
        /** @description Every job. */
        JobList: {
            /** @description Every job. */
            jobs: components["schemas"]["Job"][];
        };
        /** @description What a member of staff asked of a job. */
        JobRequest: {
            /**
             * @description To begin a run, or to end one.
             * @enum {string}
             */
            action: "START" | "STOP";
            /**
             * Format: date-time
             * @description When it was done, or expired.
             * @example 2026-01-15T18:30:00.000Z
             */
            endedAt: string | null;
            /**
             * @description Name of the job.
             * @example refresh_vip_vehicle
             */
            jobName: string;
            /**
             * @description Of a start how its run ended, NOT_RUN where it could not begin; of a stop STOPPING, or OVER where there was nothing to stop.
             * @example SUCCEEDED
             */
            outcome: string | null;
            /**
             * Format: date-time
             * @description When.
             * @example 2026-01-15T18:30:00.000Z
             */
            requestedAt: string;
            /**
             * @description Who asked.
             * @example supervisor1
             */
            requestedBy: string;
            /**
             * @description Id of the request.
             * @example 0192f6a46f3e7c1d9a552f1d3c0b7e44
             */
            requestId: string;
            /**
             * @description The run that begins, or is to end.
             * @example 0192f6a46f3e7c1d9a552f1d3c0b7e44
             */
            runId: string;
            /**
             * @description TAKEN by an instance; EXPIRED where none took it in time.
             * @enum {string}
             */
            state: "PENDING" | "TAKEN" | "DONE" | "EXPIRED";
            /**
             * @description Which instance took it.
             * @example ocms-1
             */
            takenBy: string | null;
        };
        /** @description One run of a job. */
        JobRun: {
            /** @description What it did, in numbers. */
            counts: {
                [key: string]: number;
            };
            /**
             * Format: date-time
             * @description When it ended.
             * @example 2026-01-15T18:30:00.000Z
             */
            endedAt: string | null;
            /**
             * @description What was wrong.
             * @example text
             */
            error: string | null;
            /**
             * @description Which process ran it.
             * @example ocms-1
             */
            instance: string;
            /**
             * @description Name of its job.
             * @example refresh_vip_vehicle
             */
            jobName: string;
            outcome: components["schemas"]["RunOutcome"];
            /**
             * @description Id of the run.
             * @example 0192f6a46f3e7c1d9a552f1d3c0b7e44
             */
            runId: string;
            /**
             * Format: date-time
             * @description The scheduled moment it served.
             * @example 2026-01-15T18:30:00.000Z
             */
            scheduledFor: string | null;
            /**
             * Format: date-time
             * @description When it began.
             * @example 2026-01-15T18:30:00.000Z
             */
            startedAt: string;
            /**
             * @description Why it began.
             * @enum {string}
             */
            trigger: "SCHEDULE" | "CATCH_UP" | "MANUAL";
        };
        /** @description A page of runs. */
        JobRunPage: {
            /**
             * @description Where the next page begins; null at the end.
             * @example eyJhIjoiMDE5MmY2YTQifQ
             */
            nextCursor: string | null;
            /** @description The last first. */
            runs: components["schemas"]["JobRun"][];
        };
        /** @description How far the internet zone is behind. */
        MirrorBacklog: {
            /**
             * Format: int32
             * @description Notices left for manual verification.
             * @example 3
             */
            manualVerification: number;
            /**
             * Format: date-time
             * @description Since when the oldest of them waits; null where none does.
             * @example 2026-01-15T18:30:00.000Z
             */
            oldestAt: string | null;
            /**
             * Format: int32
             * @description Notices that wait to be copied.
             * @example 3
             */
            waiting: number;
        };
        /** @description Whether the internet zone has the notice as it is. */
        MirrorStanding: {
            /**
             * @description CURRENT; WAITING to be copied; DIFFERENT, and nothing copies it by itself; UNKNOWN while the internet zone is away.
             * @enum {string}
             */
            state: "CURRENT" | "WAITING" | "DIFFERENT" | "UNKNOWN";
            /**
             * Format: int32
             * @description The version that the internet zone has.
             * @example 4
             */
            version: number | null;
        };
        /** @description An id to be put on the list. */
        NewExclusion: {
            /**
             * @description NRIC, FIN, UEN or another id, as owners have it. Letters and digits.
             * @example S1234567D
             */
            idNo: string;
        };
        /** @description An exemption to be added. What is left out is null. */
        NewExemption: {
            /**
             * Format: money
             * @description Only of this composition amount; null for any.
             * @example 80
             */
            compositionAmount?: number | null;
            /**
             * Format: date
             * @description The first day of offence to which it applies; null for any before.
             * @example 2026-01-01
             */
            effectiveFrom?: string | null;
            /**
             * Format: date
             * @description The last one; null where it has no end.
             * @example 2026-06-30
             */
            effectiveTo?: string | null;
            /**
             * Format: int32
             * @description Of this rule code.
             * @example 20412
             */
            ruleCode: number;
            /**
             * @description Only with this remark; null for any. No payload carries one yet.
             * @example on a footway
             */
            ruleRemark?: string | null;
            /**
             * @description Only of this category; null for any.
             * @example LB
             */
            vehicleCategory?: string | null;
        };
        /** @description A rule code to be added. */
        NewRuleCode: {
            /**
             * @description The wording of the offence. Not beginning as a formula does.
             * @example Parking without a valid ticket
             */
            description: string;
            /**
             * Format: int32
             * @description The code.
             * @example 10300
             */
            ruleCode: number;
        };
        /** @description A notice as it is (VON). */
        Notice: {
            /**
             * Format: money
             * @description Admin fee.
             * @example 70
             */
            adminFee: number;
            /**
             * Format: money
             * @description Amount paid.
             * @example 70
             */
            amountPaid: number;
            /**
             * Format: money
             * @description Amount payable.
             * @example 70
             */
            amountPayable: number;
            /**
             * @description Whether it is an advisory notice, Y or N.
             * @example Y
             */
            anFlag: string | null;
            /**
             * Format: date
             * @description When it goes to the archive.
             * @example 2026-01-15
             */
            archiveDate: string | null;
            /**
             * Format: date-time
             * @description When it was changed last.
             * @example 2026-01-15T18:30:00.000Z
             */
            changedAt: string | null;
            /**
             * @description By whom.
             * @example ocmsiz_app_conn
             */
            changedBy: string | null;
            /**
             * Format: money
             * @description Composition amount.
             * @example 70
             */
            compositionAmount: number;
            /**
             * Format: int32
             * @description Offence rule code.
             * @example 10300
             */
            computerRuleCode: number | null;
            /**
             * Format: date-time
             * @description When it was created.
             * @example 2026-01-15T18:30:00.000Z
             */
            createdAt: string | null;
            /**
             * @description By whom.
             * @example ocmsiz_app_conn
             */
            createdBy: string | null;
            /**
             * @description Reason, where it is a payment.
             * @example FP
             */
            crsReasonOfSuspension: string | null;
            /**
             * Format: date-time
             * @description When the suspension may be lifted.
             * @example 2026-01-15T18:30:00.000Z
             */
            dueDateOfRevival: string | null;
            /**
             * Format: date-time
             * @description When the owner was told by SMS or e-mail.
             * @example 2026-01-15T18:30:00.000Z
             */
            eanSentAt: string | null;
            /**
             * Format: date-time
             * @description When it was suspended.
             * @example 2026-01-15T18:30:00.000Z
             */
            eprDateOfSuspension: string | null;
            /**
             * @description Reason.
             * @example ANS
             */
            eprReasonOfSuspension: string | null;
            /**
             * Format: date
             * @description When it came into that stage.
             * @example 2026-01-15
             */
            lastProcessingDate: string | null;
            /**
             * @description Stage.
             * @example NPA
             */
            lastProcessingStage: string | null;
            /**
             * Format: date-time
             * @description When a letter was submitted.
             * @example 2026-01-15T18:30:00.000Z
             */
            letterSentAt: string | null;
            /**
             * Format: date-time
             * @description When the offence was.
             * @example 2026-01-15T18:30:00.000Z
             */
            noticeDateAndTime: string | null;
            /**
             * @description Notice number.
             * @example 500400058A
             */
            noticeNo: string;
            /**
             * @description Where it came from: REPCCS, CES, OCMS, PLUS.
             * @example REPCCS
             */
            noticeSource: string | null;
            /**
             * @description Offence type.
             * @example O
             */
            offenceNoticeType: string | null;
            /**
             * @description Whether payment is accepted, Y or N.
             * @example Y
             */
            paymentAcceptanceAllowed: string | null;
            /**
             * Format: date-time
             * @description When it was paid.
             * @example 2026-01-15T18:30:00.000Z
             */
            paymentDate: string | null;
            /**
             * @description Payment status.
             * @example FP
             */
            paymentStatus: string | null;
            /**
             * @description Car park.
             * @example A0007
             */
            ppCode: string | null;
            /**
             * @description Name of the car park.
             * @example ALIWAL STREET
             */
            ppName: string | null;
            /**
             * @description Label of the subsystem.
             * @example REPCCS
             */
            subsystemLabel: string | null;
            /**
             * @description TS or PS.
             * @example PS
             */
            suspensionType: string | null;
            /**
             * @description Vehicle category.
             * @example C
             */
            vehicleCategory: string | null;
            /**
             * @description Vehicle number.
             * @example SBA1234A
             */
            vehicleNo: string | null;
            /**
             * @description S local, D diplomatic, V VIP, I military, F foreign, X unlicensed parking.
             * @example S
             */
            vehicleRegistrationType: string | null;
            /**
             * Format: int32
             * @description Raised with every change.
             * @example 4
             */
            version: number;
        };
        /** @description A notice that was created. */
        NoticeCreated: {
            /**
             * @description What was decided about it: DOUBLE_BOOKED and suspended PS-DBB; FOREIGN and suspended PS-FOR; ADVISORY, on its way to the owner; ORDINARY, none of them.
             * @example ADVISORY
             * @enum {string}
             */
            fate: "DOUBLE_BOOKED" | "FOREIGN" | "ADVISORY" | "ORDINARY";
            /**
             * @description Its number, as sent or made by OCMS.
             * @example 700000001D
             */
            noticeNo: string;
        };
        /** @description One offence. `vehicleNo` may be left out, or be null, for offence type U only. */
        NoticeCreation: {
            /**
             * @description The portal's own opinion whether this is an advisory notice, at most one character. Not looked at.
             * @example N
             */
            anFlag?: string | null;
            compositionAmount: components["schemas"]["CompositionAmount"];
            computerRuleCode: components["schemas"]["ComputerRuleCode"];
            noticeDateAndTime: components["schemas"]["OffenceInstant"];
            /**
             * @description Notice number: 1 to 10 digits and capital letters, matched exactly as sent. Left out, or null, OCMS makes one.
             * @example 500400999Z
             */
            noticeNo?: string | null;
            /**
             * @description Whose portal the officer works with.
             * @example OCMS
             * @enum {string}
             */
            noticeSource: "OCMS" | "PLUS";
            offenceNoticeType: components["schemas"]["OffenceNoticeType"];
            ppCode: components["schemas"]["PpCode"];
            ppName: components["schemas"]["PpName"];
            /**
             * @description Label of the subsystem that found the offence, 1 to 8 printable ASCII characters.
             * @example OCMS
             */
            subsystemLabel: string;
            transactionId: components["schemas"]["TransactionId"];
            vehicleCategory: components["schemas"]["VehicleCategory"];
            vehicleNo?: components["schemas"]["VehicleNo"];
            vehicleRegistrationType: components["schemas"]["VehicleRegistrationType"];
        };
        /** @description A notice with all that happened to it. */
        NoticeHistory: {
            /** @description Null where it is no advisory notice. */
            advisory: components["schemas"]["AdvisoryStory"] | null;
            /**
             * Format: date-time
             * @description When it was moved to the archive (F 2.2); null while it was not.
             * @example 2026-01-15T18:30:00.000Z
             */
            archivedAt: string | null;
            mirror: components["schemas"]["MirrorStanding"];
            notice: components["schemas"]["Notice"];
            /** @description In the order they were made. */
            suspensions: components["schemas"]["Suspension"][];
            /** @description Null where it is no foreign vehicle’s, and never was. */
            vhub: components["schemas"]["VhubStory"] | null;
        };
        /** @description A page of notices. */
        NoticePage: {
            /**
             * @description Where the next page begins; null at the end.
             * @example eyJhIjoiMDE5MmY2YTQifQ
             */
            nextCursor: string | null;
            /** @description In the order asked for. */
            notices: components["schemas"]["NoticeSummary"][];
        };
        /** @description A notice of a list. */
        NoticeSummary: {
            /**
             * Format: money
             * @description Amount paid.
             * @example 70
             */
            amountPaid: number;
            /**
             * Format: money
             * @description Amount payable.
             * @example 70
             */
            amountPayable: number;
            /**
             * @description Whether it is an advisory notice, Y or N.
             * @example Y
             */
            anFlag: string | null;
            /**
             * Format: int32
             * @description Offence rule code.
             * @example 10300
             */
            computerRuleCode: number | null;
            /**
             * Format: date-time
             * @description When it was created.
             * @example 2026-01-15T18:30:00.000Z
             */
            createdAt: string | null;
            /**
             * @description Reason, where it is a payment.
             * @example FP
             */
            crsReasonOfSuspension: string | null;
            /**
             * @description Reason.
             * @example ANS
             */
            eprReasonOfSuspension: string | null;
            /**
             * Format: date-time
             * @description When the offence was.
             * @example 2026-01-15T18:30:00.000Z
             */
            noticeDateAndTime: string | null;
            /**
             * @description Notice number.
             * @example 500400058A
             */
            noticeNo: string;
            /**
             * @description Where it came from: REPCCS, CES, OCMS, PLUS.
             * @example REPCCS
             */
            noticeSource: string | null;
            /**
             * @description Offence type.
             * @example O
             */
            offenceNoticeType: string | null;
            /**
             * @description Car park.
             * @example A0007
             */
            ppCode: string | null;
            /**
             * @description Name of the car park.
             * @example ALIWAL STREET
             */
            ppName: string | null;
            /**
             * @description TS or PS.
             * @example PS
             */
            suspensionType: string | null;
            /**
             * @description Vehicle number.
             * @example SBA1234A
             */
            vehicleNo: string | null;
            /**
             * @description S local, D diplomatic, V VIP, I military, F foreign, X unlicensed parking.
             * @example S
             */
            vehicleRegistrationType: string | null;
        };
        /** @description A suspension. */
        NoticeSuspended: {
            /**
             * Format: date-time
             * @description When it is due to be revived.
             * @example 2026-01-15T18:30:00.000Z
             */
            dueDateOfRevival: string;
            /**
             * Format: date-time
             * @description When it was suspended.
             * @example 2026-01-15T18:30:00.000Z
             */
            suspendedAt: string;
        };
        /** @description How a notice is suspended by hand. */
        NoticeSuspending: {
            /**
             * @description A remark that goes with the suspension. No personal data of the owner.
             * @example The owner was told at the counter.
             */
            remarks: string;
        };
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
        /** @description A number that jobs go by. */
        Parameter: {
            /**
             * Format: date-time
             * @description When it was changed last.
             * @example 2026-01-15T18:30:00.000Z
             */
            changedAt: string | null;
            /**
             * @description By whom.
             * @example supervisor1
             */
            changedBy: string | null;
            /**
             * @description Its code.
             * @example NPA
             */
            code: string;
            /**
             * @description Its id.
             * @example FOR
             */
            id: string;
            /**
             * @description What it is.
             * @example text
             */
            purpose: string;
            /**
             * @description Its value; null where it is missing.
             * @example 10
             */
            value: string | null;
        };
        /** @description The new value. */
        ParameterChange: {
            /**
             * @description A number as text, as the parameter takes it.
             * @example 14
             */
            value: string;
        };
        /** @description Every parameter. */
        ParameterList: {
            /** @description Every parameter. */
            parameters: components["schemas"]["Parameter"][];
        };
        /** @description Calls to one partner. */
        PartnerCalls: {
            /**
             * @description The partner’s name.
             * @example CAS
             */
            partner: string;
            /** @description In the order of time. */
            stretches: components["schemas"]["PartnerCallsStretch"][];
        };
        /** @description Calls to partners. */
        PartnerCallsList: {
            /** @description In the order of their names. */
            partners: components["schemas"]["PartnerCalls"][];
        };
        /** @description Attempts in a stretch of time. */
        PartnerCallsStretch: {
            /**
             * Format: int32
             * @description Those without a usable answer.
             * @example 3
             */
            failed: number;
            /**
             * Format: date-time
             * @description When the stretch begins.
             * @example 2026-01-15T18:30:00.000Z
             */
            from: string;
            /**
             * Format: int32
             * @description Those that were answered.
             * @example 3
             */
            ok: number;
            /**
             * Format: int32
             * @description Those that the partner refused, or that never arrived there.
             * @example 3
             */
            rejected: number;
        };
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
        /** @description An advisory notice that a person is to look at. */
        Review: {
            /**
             * @description What `If-Match` has to have to resolve it as it is.
             * @example "0000000000000004"
             */
            etag: string;
            /**
             * @description Notice number.
             * @example 500400058A
             */
            noticeNo: string;
            /**
             * @description Why the pipeline could not go on.
             * @example ADDRESS_NOT_FOUND
             */
            reason: string;
            /**
             * @description The step it is put back to.
             * @example FIND_ADDRESS
             */
            resumesAt: string;
            /**
             * Format: date-time
             * @description Since when it waits.
             * @example 2026-01-15T18:30:00.000Z
             */
            since: string;
            /**
             * Format: date-time
             * @description Since when.
             * @example 2026-01-15T18:30:00.000Z
             */
            takenAt: string | null;
            /**
             * @description Who works on it; null where nobody does.
             * @example officer1
             */
            takenBy: string | null;
            /**
             * @description Vehicle number.
             * @example SBA1234A
             */
            vehicleNo: string | null;
        };
        /** @description Why a review is closed. */
        ReviewClosing: {
            /**
             * @description Why, for whoever reads the history. No personal data of the owner.
             * @example The owner was told at the counter.
             */
            reason: string;
        };
        /** @description A page of reviews. */
        ReviewPage: {
            /**
             * @description What the next page begins with; null on the last.
             * @example eyJhIjoiMDE5MmY2YTQifQ
             */
            nextCursor: string | null;
            /** @description The longest waiting first. */
            reviews: components["schemas"]["Review"][];
        };
        /** @description A notice that is on its way again. */
        ReviewResumed: {
            /**
             * @description Notice number.
             * @example 500400058A
             */
            noticeNo: string;
            /**
             * @description The step that is owed.
             * @example FIND_ADDRESS
             */
            step: string;
        };
        /** @description An offence rule code. */
        RuleCode: {
            /**
             * Format: date-time
             * @description When it was changed last.
             * @example 2026-01-15T18:30:00.000Z
             */
            changedAt: string;
            /**
             * @description By whom.
             * @example supervisor1
             */
            changedBy: string;
            /**
             * @description The wording of the offence.
             * @example Parking without a valid ticket
             */
            description: string;
            /**
             * Format: date
             * @description The last day of offence on which it is known; null where it has no end.
             * @example 2026-06-30
             */
            effectiveTo: string | null;
            /**
             * Format: int32
             * @description The code.
             * @example 10300
             */
            ruleCode: number;
        };
        /** @description What a rule code is to be. */
        RuleCodeChange: {
            /**
             * @description The wording of the offence. Not beginning as a formula does.
             * @example Parking without a valid ticket
             */
            description: string;
            /**
             * Format: date
             * @description The last day of offence on which it is known; null where it has no end.
             * @example 2026-06-30
             */
            effectiveTo: string | null;
        };
        /** @description A page of rule codes. */
        RuleCodePage: {
            /**
             * @description Where the next page begins; null at the end.
             * @example eyJhIjoiMDE5MmY2YTQifQ
             */
            nextCursor: string | null;
            /** @description In the order that was asked for. */
            ruleCodes: components["schemas"]["RuleCode"][];
        };
        /**
         * @description How a run ended: SKIPPED another held the lock; STOPPED it was asked to stop; LOST it lost its lock; CRASHED its process ended under it. RUNNING while it is under way.
         * @example SUCCEEDED
         * @enum {string}
         */
        RunOutcome: "RUNNING" | "SUCCEEDED" | "FAILED" | "SKIPPED" | "STOPPED" | "LOST" | "CRASHED";
        /** @description A suspension of a notice. */
        Suspension: {
            /**
             * Format: date-time
             * @description When it may be lifted.
             * @example 2026-01-15T18:30:00.000Z
             */
            dueDateOfRevival: string | null;
            /**
             * @description Who authorised it.
             * @example ocmsizmgr_conn
             */
            officerAuthorisingSuspension: string | null;
            /**
             * @description Reason.
             * @example ANS
             */
            reasonOfSuspension: string;
            /**
             * Format: int32
             * @description From 1 per notice.
             * @example 1
             */
            srNo: number;
            /**
             * Format: date-time
             * @description When.
             * @example 2026-01-15T18:30:00.000Z
             */
            suspendedAt: string;
            /**
             * @description Remarks.
             * @example text
             */
            suspensionRemarks: string | null;
            /**
             * @description Which system.
             * @example ocmsiz_app_conn
             */
            suspensionSource: string | null;
            /**
             * @description TS or PS.
             * @example PS
             */
            suspensionType: string;
        };
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
        /** @description What the next run of a job tells vHub. */
        VhubOwed: {
            /**
             * Format: date-time
             * @description When it runs next; null where it is off.
             * @example 2026-01-15T18:30:00.000Z
             */
            at: string | null;
            /**
             * @description API or file.
             * @enum {string}
             */
            channel: "API" | "SFTP";
            /**
             * @description The job.
             * @example vhub_update_violation_api
             */
            jobName: string;
            /**
             * @description What it tells; null for nothing.
             * @example O
             */
            status: string | null;
            /** @description In words, one reason each. */
            why: string[];
        };
        /** @description What vHub was told and is owed (F 2.3, 2.4). */
        VhubStory: {
            /** @description Of each channel. */
            owed: components["schemas"]["VhubOwed"][];
            /** @description In the order of time. */
            told: components["schemas"]["VhubTold"][];
        };
        /** @description What vHub was told of the notice. */
        VhubTold: {
            /**
             * @description Of the acknowledgement, by file only.
             * @example text
             */
            acknowledged: string | null;
            /**
             * @description The file of the acknowledgement.
             * @example text
             */
            acknowledgedIn: string | null;
            /**
             * Format: date-time
             * @description When.
             * @example 2026-01-15T18:30:00.000Z
             */
            at: string;
            /**
             * @description API or file.
             * @enum {string}
             */
            channel: "API" | "SFTP";
            /**
             * @description The error that vHub answered.
             * @example text
             */
            errorCode: string | null;
            /**
             * @description The same in words.
             * @example text
             */
            errorDescription: string | null;
            /**
             * @description The name of the car park that was told.
             * @example text
             */
            location: string | null;
            /**
             * @description Of the batch, or the name of the file.
             * @example text
             */
            reference: string;
            /**
             * @description '0' where vHub took it, or the file was delivered.
             * @example 0
             */
            sent: string | null;
            /**
             * @description O outstanding, S settled, C cancelled.
             * @example O
             */
            status: string;
            /**
             * Format: money
             * @description Total amount.
             * @example 70
             */
            totalAmount: number;
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
        /** @description It is in a state in which this cannot be done, perhaps because somebody else was faster. Nothing was done. Read it again. */
        Conflict: {
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
        /** @description The token is valid, and its owner has none of the operation's roles. The body was not read. */
        Forbidden: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
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
        /** @description There is nothing that was asked for, and no file. */
        NoRecords: {
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
        /** @description It has been changed since it was read. Nothing was done. Read it again, then decide again. */
        PreconditionFailed: {
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
        /** @description `If-Match` is missing. Nothing was done. */
        PreconditionRequired: {
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
        /** @description What the path names is not there. */
        ResourceNotFound: {
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
        /** @description The token is missing, of another issuer, for another API, expired, or not signed by the issuer. The body was not read. */
        StaffUnauthorized: {
            headers: {
                "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
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
        /** @description Where the page begins: `nextCursor` of the page before, with the same filters. Left out, the first page. It means nothing by itself. */
        Cursor: string;
        /** @description The `ETag` of what was read before it is changed, one and strong. Left out, 428; where it has been changed since, 412. */
        IfMatch: string;
        /** @description How many entries a page has at most. */
        Limit: number;
        /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
        XRequestId: string;
    };
    requestBodies: never;
    headers: {
        /** @description The browser origin agreed with OCMS, if there is one; never "*". These are calls between servers, so the header is normally absent and browsers cannot read the response. */
        AccessControlAllowOrigin: string;
        /** @description The methods this path takes. */
        Allow: string;
        /** @description Under which name to save it. */
        ContentDisposition: string;
        /** @description Where what was added is found. */
        EntryLocation: string;
        /** @description Of what is answered, as it is. Sent back in `If-Match`, it lets a change through only while nobody else has changed the same. */
        ETag: string;
        /** @description Where to ask what became of it. */
        Location: string;
        /** @description Requests allowed in the current window. Sent only where a rate limit is configured for the partner, and only once the key has been accepted. */
        RateLimitLimit: number;
        /** @description Requests left in the current window. Sent together with RateLimit-Limit. */
        RateLimitRemaining: number;
        /** @description Seconds until the current window ends. Sent together with RateLimit-Limit. */
        RateLimitReset: number;
        /** @description How long to wait before the next attempt, in seconds. */
        RetryAfter: number;
        /** @description That a bearer token is asked for; with `error="insufficient_scope"`, that the token's owner has none of the operation's roles (RFC 6750). */
        WwwAuthenticate: string;
        /** @description Identifies the request in OCMS's log: the X-Request-Id of the request where it was 8 to 64 letters, digits, dots, underscores and hyphens, else one that OCMS made. Quote it in queries. */
        XRequestId: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "staff-listAlerts": {
        parameters: {
            query?: {
                /** @description Where the page begins: `nextCursor` of the page before, with the same filters. Left out, the first page. It means nothing by itself. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many entries a page has at most. */
                limit?: components["parameters"]["Limit"];
                /** @description Only those that were not sent. */
                unsent?: boolean;
            };
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of alerts. */
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
                    "application/json": components["schemas"]["AlertPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-retryAlert": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /** @description Id of a run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is due again. */
            204: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ResourceNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-listAudit": {
        parameters: {
            query?: {
                /** @description Only this kind. */
                action?: string;
                /** @description Where the page begins: `nextCursor` of the page before, with the same filters. Left out, the first page. It means nothing by itself. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many entries a page has at most. */
                limit?: components["parameters"]["Limit"];
                /** @description Only of this officer. */
                officerId?: string;
                /** @description Only about this. */
                subject?: string;
            };
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of entries. */
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
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-listContractDrift": {
        parameters: {
            query?: {
                /** @description Seen within how many days. */
                days?: number;
            };
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The differences, the latest first. */
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
                    "application/json": components["schemas"]["ContractDriftList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-listDeadLetters": {
        parameters: {
            query?: {
                /** @description Where the page begins: `nextCursor` of the page before, with the same filters. Left out, the first page. It means nothing by itself. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many entries a page has at most. */
                limit?: components["parameters"]["Limit"];
            };
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of notices. */
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
                    "application/json": components["schemas"]["DeadLetterPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-retryDeadLetter": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /** @description Notice number, matched exactly as sent. */
                noticeNo: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It will be tried. */
            204: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ResourceNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-listExclusions": {
        parameters: {
            query?: {
                /** @description Where the page begins: `nextCursor` of the page before, with the same filters. Left out, the first page. It means nothing by itself. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many entries a page has at most. */
                limit?: components["parameters"]["Limit"];
                /** @description By the last change. A hyphen stands for the other way round. */
                sort?: "changed" | "-changed";
                /** @description Only those that count, or those that were ended. */
                status?: "CURRENT" | "ENDED";
            };
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of entries. */
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
                    "application/json": components["schemas"]["ExclusionPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-addExclusion": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The id. At most 1 KiB. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewExclusion"];
            };
        };
        responses: {
            /** @description It is on the list. */
            201: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["EntryLocation"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exclusion"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-getExclusion": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /** @description Id of the entry, which is nobody's. */
                exclusionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entry. */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exclusion"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ResourceNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-endExclusion": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what was read before it is changed, one and strong. Left out, 428; where it has been changed since, 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /** @description Id of the entry, which is nobody's. */
                exclusionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entry as it is now. */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exclusion"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ResourceNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-listExemptions": {
        parameters: {
            query?: {
                /** @description Where the page begins: `nextCursor` of the page before, with the same filters. Left out, the first page. It means nothing by itself. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many entries a page has at most. */
                limit?: components["parameters"]["Limit"];
                /** @description Only those of this rule code. */
                ruleCode?: number;
                /** @description By number, or by the last change. A hyphen stands for the other way round. */
                sort?: "number" | "-number" | "-changed";
                /** @description Only those that apply to offences of today, or only to later ones, or to those of today no more. */
                status?: "CURRENT" | "COMING" | "ENDED";
            };
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of exemptions. */
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
                    "application/json": components["schemas"]["ExemptionPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-addExemption": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The exemption. At most 4 KiB. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewExemption"];
            };
        };
        responses: {
            /** @description It is added. */
            201: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["EntryLocation"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exemption"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-getExemption": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /** @description Number of the exemption. */
                ruleNo: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The exemption. */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exemption"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ResourceNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-setExemption": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what was read before it is changed, one and strong. Left out, 428; where it has been changed since, 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /** @description Number of the exemption. */
                ruleNo: string;
            };
            cookie?: never;
        };
        /** @description Its days. At most 1 KiB. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExemptionDays"];
            };
        };
        responses: {
            /** @description The exemption as it is now. */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exemption"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ResourceNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-getJobRequest": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /** @description Id of the request. */
                requestId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request. */
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
                    "application/json": components["schemas"]["JobRequest"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ResourceNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-listJobRuns": {
        parameters: {
            query?: {
                /** @description Where the page begins: `nextCursor` of the page before, with the same filters. Left out, the first page. It means nothing by itself. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Only of this job. */
                jobName?: string;
                /** @description How many entries a page has at most. */
                limit?: components["parameters"]["Limit"];
                /** @description Only runs that ended so, or are under way (RUNNING). */
                outcome?: components["schemas"]["RunOutcome"];
            };
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of runs. */
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
                    "application/json": components["schemas"]["JobRunPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-getJobRun": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /** @description Id of a run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run. */
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
                    "application/json": components["schemas"]["JobRun"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ResourceNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-stopJobRun": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /** @description Id of a run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is asked for. */
            202: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    Location: components["headers"]["Location"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRequest"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ResourceNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-listJobs": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The jobs, in the order of their schedules by default. */
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
                    "application/json": components["schemas"]["JobList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-startJob": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /** @description Name of a job, as its lock has it. */
                jobName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is asked for. */
            202: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    Location: components["headers"]["Location"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRequest"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ResourceNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-getMirror": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is now. */
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
                    "application/json": components["schemas"]["MirrorBacklog"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-listNotices": {
        parameters: {
            query?: {
                /** @description Y for advisory notices only, N for all others. */
                anFlag?: "Y" | "N";
                /** @description Where the page begins: `nextCursor` of the page before, with the same filters. Left out, the first page. It means nothing by itself. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Only those suspended for this reason now. */
                eprReasonOfSuspension?: string;
                /** @description The first day of offences, in Singapore. */
                from?: string;
                /** @description How many entries a page has at most. */
                limit?: components["parameters"]["Limit"];
                /** @description Only this one, matched exactly as sent. */
                noticeNo?: string;
                /** @description Only from there. */
                noticeSource?: "REPCCS" | "CES" | "OCMS" | "PLUS";
                /** @description Only of this offence type. */
                offenceNoticeType?: string;
                /** @description By when the offence was; a hyphen for the latest first. */
                sort?: "noticeDateAndTime" | "-noticeDateAndTime";
                /** @description Only those suspended so now; NONE for those that are not suspended. */
                suspensionType?: "NONE" | "TS" | "PS";
                /** @description The last day of offences, in Singapore. */
                to?: string;
                /** @description Only of this vehicle, matched exactly as sent; a space as `%20`. */
                vehicleNo?: string;
            };
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of notices. */
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
                    "application/json": components["schemas"]["NoticePage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-createNotice": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The offence. At most 16 KiB. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticeCreation"];
            };
        };
        responses: {
            /** @description The notice is created. */
            201: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    Location: components["headers"]["Location"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeCreated"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-getNotice": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /** @description Notice number, matched exactly as sent. */
                noticeNo: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The notice. */
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
                    "application/json": components["schemas"]["NoticeHistory"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ResourceNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-suspendNotice": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /** @description Notice number, matched exactly as sent. */
                noticeNo: string;
            };
            cookie?: never;
        };
        /** @description The remark. At most 1 KiB. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticeSuspending"];
            };
        };
        responses: {
            /** @description It is suspended. */
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
                    "application/json": components["schemas"]["NoticeSuspended"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ResourceNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-listParameters": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The parameters. */
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
                    "application/json": components["schemas"]["ParameterList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-getParameter": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /** @description Code of the parameter. */
                code: string;
                /** @description Id of the parameter. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The parameter. */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Parameter"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ResourceNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-setParameter": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what was read before it is changed, one and strong. Left out, 428; where it has been changed since, 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /** @description Code of the parameter. */
                code: string;
                /** @description Id of the parameter. */
                id: string;
            };
            cookie?: never;
        };
        /** @description The value. At most 1 KiB. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParameterChange"];
            };
        };
        responses: {
            /** @description The parameter as it is now. */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Parameter"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ResourceNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-listPartnerCalls": {
        parameters: {
            query?: {
                /** @description Of how many hours. */
                hours?: number;
            };
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The partners, in the order of their names. */
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
                    "application/json": components["schemas"]["PartnerCallsList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-getAnsReport": {
        parameters: {
            query: {
                /** @description Excel, or PDF. */
                format?: "xlsx" | "pdf";
                /** @description The first day, in Singapore. */
                from: string;
                /** @description Only those of this subsystem label. */
                subsystemLabel?: string;
                /** @description The last day, 30 days after the first at most. */
                to: string;
                /** @description Only this vehicle's. */
                vehicleNo?: string;
            };
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. One that breaks off is not whole. */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    "Content-Disposition": components["headers"]["ContentDisposition"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoRecords"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-getLetterReconciliation": {
        parameters: {
            query: {
                /** @description Excel, or PDF. */
                format?: "xlsx" | "pdf";
                /** @description The first day, in Singapore. */
                from: string;
                /** @description The last day, 365 days after the first at most. */
                to: string;
            };
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. One that breaks off is not whole. */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    "Content-Disposition": components["headers"]["ContentDisposition"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-listReviews": {
        parameters: {
            query?: {
                /** @description Where the page begins: `nextCursor` of the page before, with the same filters. Left out, the first page. It means nothing by itself. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many entries a page has at most. */
                limit?: components["parameters"]["Limit"];
            };
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of reviews. */
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
                    "application/json": components["schemas"]["ReviewPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-closeReview": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what was read before it is changed, one and strong. Left out, 428; where it has been changed since, 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /** @description Notice number, matched exactly as sent. */
                noticeNo: string;
            };
            cookie?: never;
        };
        /** @description Why. At most 1 KiB. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewClosing"];
            };
        };
        responses: {
            /** @description It is closed. */
            204: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ResourceNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-resumeReview": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what was read before it is changed, one and strong. Left out, 428; where it has been changed since, 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /** @description Notice number, matched exactly as sent. */
                noticeNo: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is owed now. */
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
                    "application/json": components["schemas"]["ReviewResumed"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ResourceNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-takeReview": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /** @description Notice number, matched exactly as sent. */
                noticeNo: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is the officer's. */
            204: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ResourceNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-listRuleCodes": {
        parameters: {
            query?: {
                /** @description Where the page begins: `nextCursor` of the page before, with the same filters. Left out, the first page. It means nothing by itself. */
                cursor?: components["parameters"]["Cursor"];
                /** @description How many entries a page has at most. */
                limit?: components["parameters"]["Limit"];
                /** @description By code, or by the last change. A hyphen stands for the other way round. */
                sort?: "number" | "-number" | "-changed";
                /** @description Only those that are known today, or those that have ended before. */
                status?: "CURRENT" | "ENDED";
            };
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of rule codes. */
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
                    "application/json": components["schemas"]["RuleCodePage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-addRuleCode": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The rule code. At most 4 KiB. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRuleCode"];
            };
        };
        responses: {
            /** @description It is added. */
            201: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["EntryLocation"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleCode"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-getRuleCode": {
        parameters: {
            query?: never;
            header?: {
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /** @description The code. */
                ruleCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rule code. */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleCode"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ResourceNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    "staff-setRuleCode": {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what was read before it is changed, one and strong. Left out, 428; where it has been changed since, 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description The caller's own id of the request, for both logs: 8 to 64 letters, digits, dots, underscores and hyphens. It comes back with the response. Anything else is replaced by an id of OCMS's and is never an error, so this schema takes any value. */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /** @description The code. */
                ruleCode: string;
            };
            cookie?: never;
        };
        /** @description Its description and its last day. At most 4 KiB. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleCodeChange"];
            };
        };
        responses: {
            /** @description The rule code as it is now. */
            200: {
                headers: {
                    "Access-Control-Allow-Origin": components["headers"]["AccessControlAllowOrigin"];
                    ETag: components["headers"]["ETag"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleCode"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["StaffUnauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ResourceNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
}
