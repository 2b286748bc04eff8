/** The user the platform writes to `cre_user_id` and `upd_user_id` of the intranet zone (decisions §2). */
export const INTRANET_USER = 'ocmsiz_app_conn';
