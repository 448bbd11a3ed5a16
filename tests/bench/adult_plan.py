"""Plans for the Adult data, as the vectors' model codes name them."""
import pathlib

COLUMNS = ["sex", "age", "race", "marital-status", "education",
           "native-country", "workclass", "occupation", "salary-class"]
QUALITIES = {"loss": "loss", "loss_am": "loss_arithmetic", "aecs": "aecs",
             "dm": "discernibility", "dm_mono": "discernibility_monotone",
             "height": "height", "precision": "precision",
             "entropy": "entropy", "nentropy": "entropy_normalised"}
DISTANCES = {"teq": "equal", "tor": "ordered", "thi": "hierarchical"}
LISTS = {"dl": ("distinct_l_diversity", ["column", "l"]),
         "el": ("entropy_l_diversity", ["column", "l"]),
         "rl": ("recursive_cl_diversity", ["column", "c", "l"]),
         "dp": ("delta_presence", ["min", "max"])}
SINGLES = {"k": "k_anonymity", "kmap": "k_map", "avgrisk": "average_risk",
           "sampleuniq": "sample_uniqueness"}


def model(code):
    kind, *values = code.split(":")
    if kind in SINGLES:
        return f"{SINGLES[kind]}: {values[0]}"
    if kind in DISTANCES:
        return (f"t_closeness: {{ column: {values[0]}, t: {values[1]}, "
                f"distance: {DISTANCES[kind]} }}")
    name, keys = LISTS[kind]
    pairs = ", ".join(f"{k}: {v}" for k, v in zip(keys, values))
    return f"{name}: {{ {pairs} }}"


def plan(folder, models, limit, quality, sensitive=False, more=""):
    """The plan's text; sensitive: occupation is no quasi-identifier."""
    folder = pathlib.Path(folder)
    lines = ["sekisho_plan: 1", "columns:"]
    for name in COLUMNS:
        role = ("sensitive" if sensitive and name == "occupation"
                else "quasi_identifier")
        file = folder / f"adult_hierarchy_{name}.csv"
        lines.append(f"  - {{ name: {name}, role: {role}, "
                     f"hierarchy: {{ file: '{file}' }} }}")
    lines.append("models:")
    codes = models.split("+")
    lines += [f"  - {model(code)}" for code in codes]
    if any(code.startswith(("dp:", "kmap:")) for code in codes):
        lines.append(f"subset: {{ file: '{folder / 'adult_subset.csv'}' }}")
    lines += [f"suppression_limit: {limit}",
              f"quality: {QUALITIES[quality]}", more]
    return "\n".join(lines) + "\n"
