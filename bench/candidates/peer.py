"""The peer's path on one job: peer script, output folder, catalogue, images. Prints {"ms": ...} of the second of two runs."""
import importlib.util
import json
import sys
import time

script, out, catalogue, *images = sys.argv[1:]
spec = importlib.util.spec_from_file_location("peer", script)
peer = importlib.util.module_from_spec(spec)
spec.loader.exec_module(peer)
for _ in range(2):
    start = time.perf_counter()
    peer.build(out, images, catalogue, "jid900001")
    elapsed = 1000 * (time.perf_counter() - start)
print(json.dumps({"ms": elapsed}))
