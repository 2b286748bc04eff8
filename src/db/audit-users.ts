/** The user the platform writes to `cre_user_id` and `upd_user_id` of the intranet zone (decisions §2). */
export const INTRANET_USER = 'ocmsiz_app_conn';
/** The same for the internet zone. */
export const INTERNET_USER = 'ocmsez_app_conn';
/** The officer who authorises suspensions that no person decided (decisions §2). */
export const AUTHORISING_OFFICER = 'ocmsizmgr_conn';
