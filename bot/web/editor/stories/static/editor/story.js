/* The page of a story: what needs attention gets the focus. */
import { focusWhereWanted } from "../elements.js";

focusWhereWanted();
