// What @redocly/openapi-core finds in a description, as JSON.
import { createRequire } from "module";
import { pathToFileURL } from "url";

const [modules, description] = process.argv.slice(2);
const { createConfig, lint } = createRequire(
	pathToFileURL(modules + "/"))("@redocly/openapi-core");
const found = await lint({
	ref: description,
	config: await createConfig({
		extends: ["recommended-strict"],
		rules: {
			"operation-description": "error",
			"operation-tag-defined": "error",
			"path-declaration-must-exist": "error",
			"paths-kebab-case": "error",
			"tag-description": "error",
			"tags-alphabetical": "error",
		},
	}),
});
console.log(JSON.stringify(found.map((one) => ({
	code: one.ruleId,
	message: one.message,
	path: one.location[0].pointer,
}))));
