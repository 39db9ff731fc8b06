"""The GPU kernels that a TensorFlow wheel registers, as JSON on standard output.

    python3 scripts/gpu/registered_kernels.py SITE_PACKAGES > tests/fixtures/gpu-kernels.json

SITE_PACKAGES holds an unpacked GPU wheel (`tensorflow/libtensorflow_cc.so.2`), with the CUDA packages
beside it. No GPU is needed: TensorFlow's C API is asked what is registered. For each operation: the
names of its inputs and outputs, the types that its attributes have when a graph does not say, and its
kernels, each with the types it takes (numbers of types.proto) and the arguments that it wants in the
host's memory.
"""

import ctypes
import json
import os
import sys

GPU = ("GPU", "DEFAULT")  # DEFAULT: on every device, with all of its data on the host


def varint(data, i):
    value = shift = 0
    while True:
        byte = data[i]
        i += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, i


def fields(data):
    """(number, value) of each field of a protobuf message; nested messages stay bytes."""
    i = 0
    while i < len(data):
        tag, i = varint(data, i)
        number, wire = tag >> 3, tag & 7
        if wire == 0:
            value, i = varint(data, i)
        elif wire == 2:
            length, i = varint(data, i)
            value, i = data[i : i + length], i + length
        else:
            length = {5: 4, 1: 8}[wire]
            value, i = data[i : i + length], i + length
        yield number, value


def all_of(data, number):
    return [value for n, value in fields(data) if n == number]


def text(data, number):
    return "".join(value.decode() for value in all_of(data, number))


def types_of(attribute_value):
    """The types of an AttrValue: of its list (field 1), or the one (field 6)."""
    types = all_of(attribute_value, 6)
    for values in all_of(attribute_value, 1):
        for packed in all_of(values, 6):
            if isinstance(packed, int):
                types.append(packed)
            else:
                i = 0
                while i < len(packed):
                    value, i = varint(packed, i)
                    types.append(value)
    return types


class Buffer(ctypes.Structure):
    _fields_ = [
        ("data", ctypes.c_void_p),
        ("length", ctypes.c_size_t),
        ("release", ctypes.c_void_p),
    ]


def registered(site):
    """The bytes of the KernelList and of the OpList."""
    folder = os.path.join(site, "tensorflow")
    for name in ("libtensorflow_framework.so.2", "libtensorflow_cc.so.2"):
        library = ctypes.CDLL(os.path.join(folder, name), mode=ctypes.RTLD_GLOBAL)
    library.TF_NewStatus.restype = ctypes.c_void_p
    library.TF_Version.restype = ctypes.c_char_p
    for function in (library.TF_GetAllRegisteredKernels, library.TF_GetAllOpList):
        function.restype = ctypes.POINTER(Buffer)
    status = ctypes.c_void_p(library.TF_NewStatus())
    kernels = library.TF_GetAllRegisteredKernels(status).contents
    ops = library.TF_GetAllOpList().contents
    read = lambda buffer: ctypes.string_at(buffer.data, buffer.length)
    return library.TF_Version().decode(), read(kernels), read(ops)


def argument(definition):
    """The name of an argument; of a list with the attribute that says how long it is: values*N."""
    length = text(definition, 5)
    return text(definition, 1) + (f"*{length}" if length else "")


def merged(kernels):
    """Kernels that differ in the types of one attribute, put together."""
    for name in sorted({name for types, _ in kernels for name in types}):
        groups = {}
        for types, host in kernels:
            rest = {key: value for key, value in types.items() if key != name}
            key = json.dumps([rest, host, name in types])
            groups.setdefault(key, (rest, host, set()))[2].update(types.get(name, []))
        kernels = [
            ({**rest, name: sorted(types)} if types else rest, host)
            for rest, host, types in groups.values()
        ]
    return [{"types": dict(sorted(types.items())), "host": host} for types, host in kernels]


def main():
    version, kernel_list, op_list = registered(sys.argv[1])
    kernels = {}
    for kernel in all_of(kernel_list, 1):
        if text(kernel, 2) not in GPU or text(kernel, 5):  # a label: never chosen by itself
            continue
        types = {text(a, 1): types_of(all_of(a, 2)[0]) for a in all_of(kernel, 3)}
        host = [value.decode() for value in all_of(kernel, 4)]
        kernels.setdefault(text(kernel, 1), []).append((types, host))
    ops = {}
    for op in all_of(op_list, 1):
        name = text(op, 1)
        if name not in kernels:
            continue
        defaults = {text(a, 1): [t for v in all_of(a, 3) for t in types_of(v)] for a in all_of(op, 4)}
        ops[name] = {
            "inputs": [argument(one) for one in all_of(op, 2)],
            "outputs": [argument(one) for one in all_of(op, 3)],
            "defaults": {key: types[0] for key, types in defaults.items() if types},
            "kernels": merged(kernels[name]),
        }
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(ops[name])}" for name in sorted(ops))
    print(f'{{\n"tensorflow": {json.dumps(version)},\n"ops": {{\n{lines}\n}}\n}}')


main()
