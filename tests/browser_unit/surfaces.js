/* Loaded before the tests: surfaces import from each other as the server offers them, all static folders as one tree. */
import { register } from "node:module";
import "./page.js";

register("./surfaces_hook.js", import.meta.url);
