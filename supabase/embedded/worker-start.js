// The first file of the database thread, in JavaScript because a worker thread of Node 20 does not
// take over the TypeScript loader of the process that starts it.
import { register } from 'tsx/esm/api';

register();

// lite prints every error of the database with the query and its values, refusals by row-level
// security included. What is a fault of the server is told by its answer's status, see api-proxy.ts.
console.error = () => undefined;

// supabase-js, of which lite uses nothing that needs a newer Node, warns of Node 20 at each import.
const { warn } = console;
console.warn = () => undefined;
await import('./database-worker.ts');
console.warn = warn;
