// Puts the browser, its libraries and its fonts into the folder TMPDIR names.
import chromium from "@sparticuz/chromium";

await chromium.executablePath();
