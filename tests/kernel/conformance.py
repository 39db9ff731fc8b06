"""The community's conformance tests of a kernel's messages, with samples in TypeScript."""

import unittest

import jupyter_kernel_test


class KernelConformance(jupyter_kernel_test.KernelTests):
    kernel_name = "memorization-kit"
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    code_generate_error = "throw new Error('boom')"
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": "await (Promise.resolve([1]))", "result": "[ 1 ]"},
    ]
    code_display_data = [
        {"code": "import { display } from 'tslab'; display.html('<b>x</b>')", "mime": "text/html"}
    ]
    code_inspect_sample = "Math.max("
    code_history_pattern = "1 ? 2*"
    supported_history_operations = ("tail", "range", "search")

    completion_samples = [
        {"text": "conso", "matches": {"console"}},
        {"text": "'😀'; Math.ma", "matches": {"max"}},
    ]
    complete_code_samples = ["1", "const a = 1", "function f() {\n  return 1\n}", "`a\nb`", ""]
    incomplete_code_samples = [
        "const", "`abc", "function f() {", "call(", "if (x) {", "/* a", "const x =", "[1,",
    ]
    invalid_code_samples = ["let 3x = 1", "const a = );", "'abc", "}"]

    # Left out, because the kernel has no such thing: clear_output (front ends replace displays by
    # their id), pages beside the notebook (`payload` is deprecated).


if __name__ == "__main__":
    unittest.main(verbosity=2)
