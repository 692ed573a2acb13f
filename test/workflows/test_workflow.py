"""The workflow for forks only calls scripts of the checkout; each rule can fail."""
import os
import re
import unittest

import yaml

CHECKOUT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WORKFLOW = os.path.join(CHECKOUT, ".github/workflows/test.yml")
# A new container needs git before the checkout.
GIT = "apt-get update && apt-get install -y git"
CHECKOUT_STEP = re.compile(r"actions/checkout@v\d+")
CALL = re.compile(r"((?:scripts|\.ci)/[a-z-]+)((?: [\w${}. -]+)*)")


def complaints(workflow):
    for name, job in workflow["jobs"].items():
        if not any("run" in step and step["run"] != GIT for step in job["steps"]):
            yield f"{name}: calls no script"
        for step in job["steps"]:
            yield from (f"{name}: {why}" for why in wrong_with(step))


def wrong_with(step):
    if "uses" in step:
        if set(step) != {"uses"} or not CHECKOUT_STEP.fullmatch(step["uses"]):
            yield f"{step}: another action than the checkout"
        return
    command = step.get("run", "")
    if set(step) != {"run"}:
        yield f"{step}: more than a command"
    elif command != GIT:
        call = CALL.fullmatch(command)
        if not call:
            yield f"{command!r}: no call of a script"
        elif not os.access(os.path.join(CHECKOUT, call.group(1)), os.X_OK):
            yield f"{call.group(1)}: there is no such script"


class Workflow(unittest.TestCase):
    def test_it_calls_scripts_alone(self):
        with open(WORKFLOW, encoding="utf-8") as file:
            workflow = yaml.safe_load(file)
        self.assertEqual(list(complaints(workflow)), [])
        self.assertEqual(set(workflow) - {True}, {"name", "permissions", "concurrency", "jobs"})
        self.assertIn(True, workflow)  # "on", to YAML
        for job in workflow["jobs"].values():
            self.assertEqual(set(job) - {"strategy"}, {"runs-on", "timeout-minutes", "container", "steps"})

    def test_what_is_refused(self):
        for step, why in (({"run": "make"}, "no call of a script"), ({"run": "scripts/demo; make"}, "no call of a script"),
                          ({"run": "scripts/demo && true"}, "no call of a script"),
                          ({"run": "scripts/none"}, "no such script"), ({"uses": "actions/cache@v4"}, "another action"),
                          ({"run": "scripts/demo", "env": {"A": "b"}}, "more than a command"), ({}, "more than")):
            with self.subTest(step=step):
                self.assertIn(why, " ".join(wrong_with(step)))

    def test_a_job_without_a_script(self):
        self.assertEqual(list(complaints({"jobs": {"idle": {"steps": [{"run": GIT}]}}})), ["idle: calls no script"])


if __name__ == "__main__":
    unittest.main()
