/** What a person has to look at, by this client's option and by the backend's variable. */
export const BASE_URL_SETTING = 'the base URL (`baseUrl`, MYTPE_BASE_URL)';
export const CREDENTIALS_SETTING = 'the API key and secret (`credentials`, MYTPE_API_KEY and MYTPE_API_SECRET)';
