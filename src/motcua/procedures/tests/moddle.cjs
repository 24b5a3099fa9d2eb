// Reads BPMN files with bpmn-moddle; prints, as JSON, what it warns of in each and how many shapes and edges it drew.
const fs = require("fs");
const path = require("path");
const BpmnModdle = require(path.join(__dirname, "vectors", "bpmn", "bpmn-moddle.umd.prod.js"));

async function read(file) {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(fs.readFileSync(file, "utf8"));
  const drawn = rootElement.diagrams[0].plane.planeElement.map((one) => one.bpmnElement.id);
  return [path.basename(file), { warnings: warnings.map((one) => one.message), drawn }];
}

Promise.all(process.argv.slice(2).map(read)).then((all) => console.log(JSON.stringify(Object.fromEntries(all))));
