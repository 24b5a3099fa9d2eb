// Reads BPMN files with bpmn-moddle and writes each again beside it, as Camunda Modeler saves it (name.bpmn.saved).
// Prints, as JSON, what it warns of in each file and which elements it found drawn.
const fs = require("fs");
const path = require("path");
const BpmnModdle = require(path.join(__dirname, "vectors", "bpmn", "bpmn-moddle.umd.prod.js"));

async function read(file) {
  const moddle = new BpmnModdle();
  const { rootElement, warnings } = await moddle.fromXML(fs.readFileSync(file, "utf8"));
  const { xml } = await moddle.toXML(rootElement, { format: true });
  fs.writeFileSync(`${file}.saved`, xml);
  const drawn = rootElement.diagrams[0].plane.planeElement.map((one) => one.bpmnElement.id);
  return [path.basename(file), { warnings: warnings.map((one) => one.message), drawn }];
}

Promise.all(process.argv.slice(2).map(read)).then((all) => console.log(JSON.stringify(Object.fromEntries(all))));
