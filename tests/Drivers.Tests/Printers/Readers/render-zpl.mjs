// Renders a label of ZPL from standard input to a PNG at the path given; 104 mm x 60 mm at 8 dots a millimetre.
import fs from "node:fs";
import { ready } from "zpl-renderer-js";

const { api } = await ready;
const picture = await api.zplToBase64Async(fs.readFileSync(0, "utf8"), 104, 60, 8);
fs.writeFileSync(process.argv[2], Buffer.from(picture, "base64"));
process.exit(0);
