/** Where the tests' own server listens; a port that nothing else uses. */
export const PORT = Number(process.env['E2E_PORT'] ?? 4173);
export const BASE_URL = `http://localhost:${PORT}`;
