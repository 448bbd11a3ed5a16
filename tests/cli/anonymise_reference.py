"""What the anonymisation engine must answer, worked out from the definitions
in exact fractions, one node after the other.

Written from the papers and from the score definitions beside the vectors;
nothing of it comes from src/anonymise.  It is slow, and made for tables of
some hundred rows.

A Table has rows (tuples of text), quasi-identifiers with a Hierarchy each,
sensitive columns, and the rows of the subset (all, where there is none).
A model is a tuple (kind, ...) as best_nodes() reads it.
"""
import collections
import fractions
import itertools
import math

Fraction = fractions.Fraction
# ARX cuts a column's loss or entropy off behind so many decimals.
CUT = 10 ** 10


class Hierarchy:
    """Rows of labels, from the value up."""

    def __init__(self, rows):
        self.rows = [tuple(row) for row in rows]
        self.levels = len(self.rows[0])
        self.labels = {row[0]: row for row in self.rows}
        self.below = [collections.Counter(row[level] for row in self.rows)
                      for level in range(self.levels)]

    def share(self, value, level):
        label = self.labels[value][level]
        return Fraction(self.below[level][label], len(self.rows))

    def root(self):
        """The one label of the top, or None."""
        return self.rows[0][-1] if len(self.below[-1]) == 1 else None


class Table:
    def __init__(self, rows, columns, sensitive, subset=None):
        """columns: list of (place, Hierarchy); sensitive: name to (place,
        Hierarchy or None, whether numbers); subset: set of row numbers."""
        self.rows = rows
        self.columns = columns
        self.sensitive = sensitive
        self.subset = set(range(len(rows))) if subset is None else subset
        self.total = len(self.subset)
        self.all = {name: collections.Counter(
            rows[i][place] for i in self.subset)
            for name, (place, _, _) in sensitive.items()}

    def classes(self, node):
        made = collections.defaultdict(list)
        for i, row in enumerate(self.rows):
            made[tuple(h.labels[row[place]][level] for (place, h), level
                       in zip(self.columns, node))].append(i)
        return made

    def domain(self, name):
        """Sensitive values in their order."""
        place, _, numbers = self.sensitive[name]
        values = {row[place] for row in self.rows}
        return sorted(values, key=Fraction) if numbers else sorted(
            values, key=lambda text: text.encode())


# The models of one class: members are row numbers, here those in the subset.

def counts(table, name, here):
    place = table.sensitive[name][0]
    return collections.Counter(table.rows[i][place] for i in here)


def entropy_at_least(count, limit):
    """Shannon entropy >= log limit: exactly, as a product of powers."""
    rows = sum(count.values())
    # prod (c / rows) ^ (c / rows) <= 1 / limit, both sides to the rows-th.
    left = limit.numerator ** rows
    right = limit.denominator ** rows * rows ** rows
    for c in count.values():
        left *= c ** c
    return left <= right


def recursive(count, c, l):
    r = sorted(count.values(), reverse=True)
    return len(r) >= l and r[0] < c * sum(r[l - 1:])


def flow(table, name, count):
    """Each value's frequency in the class less that in the table."""
    rows, total = sum(count.values()), sum(table.all[name].values())
    return {value: Fraction(count.get(value, 0), rows)
            - Fraction(table.all[name].get(value, 0), total)
            for value in table.domain(name)}


def emd_equal(table, name, count):
    return sum(abs(x) for x in flow(table, name, count).values()) / 2


def emd_ordered(table, name, count):
    differences = flow(table, name, count)
    values = table.domain(name)
    if len(values) < 2:
        return Fraction(0)
    carried = itertools.accumulate(differences[v] for v in values)
    return sum(map(abs, carried)) / (len(values) - 1)


def emd_hierarchical(table, name, count):
    """Li, Li, Venkatasubramanian: extra and cost of every inner node."""
    hierarchy = table.sensitive[name][1]
    height = hierarchy.levels - 1
    differences = flow(table, name, count)
    extra = {(row[0], 0): Fraction(0) for row in hierarchy.rows}
    extra.update({(v, 0): x for v, x in differences.items()})
    cost = Fraction(0)
    for level in range(1, height + 1):
        children = collections.defaultdict(set)
        for row in hierarchy.rows:
            children[row[level]].add(row[level - 1])
        for label, under in children.items():
            mine = [extra[child, level - 1] for child in under]
            more = sum(x for x in mine if x > 0)
            less = -sum(x for x in mine if x < 0)
            extra[label, level] = more - less
            cost += Fraction(level, height) * min(more, less)
    return cost


EMD = {"equal": emd_equal, "ordered": emd_ordered,
       "hierarchical": emd_hierarchical}


def class_holds(table, model, here, everywhere):
    kind = model[0]
    if kind == "k_anonymity":
        return len(here) >= model[1]
    if kind == "k_map":
        return len(everywhere) >= model[1]
    if kind == "delta_presence":
        return model[1] <= Fraction(len(here), len(everywhere)) <= model[2]
    if kind in ("sample_uniqueness", "average_risk"):
        return True
    count = counts(table, model[1], here)
    if kind == "distinct_l_diversity":
        return len(count) >= model[2]
    if kind == "entropy_l_diversity":
        return entropy_at_least(count, model[2])
    if kind == "recursive_cl_diversity":
        return recursive(count, model[2], model[3])
    return EMD[model[3]](table, model[1], count) <= model[2]


def sample_holds(model, sizes):
    rows = sum(sizes)
    if rows == 0 or model[0] not in ("sample_uniqueness", "average_risk"):
        return True
    if model[0] == "sample_uniqueness":
        return Fraction(sizes.count(1), rows) <= model[1]
    return Fraction(len(sizes), rows) <= model[1]


def is_mute(table, node, label, member):
    """Every label covers its whole domain: such a row says nothing."""
    row = table.rows[member]
    return all(h.share(row[place], level) == 1
               for (place, h), level in zip(table.columns, node))


def hide_for_samples(table, models, quality, out, limit):
    """Smallest classes first, of one size those whose loss is least, of these
    the one that came first, until the models of the whole sample hold; False
    when that is too much."""
    def price(label):
        n = len(out.shown[label])
        row = table.rows[out.shown[label][0]]
        shares = [n * h.share(row[place], level) for (place, h), level
                  in zip(table.columns, out.node)]
        if quality == "loss":
            return n, math.prod(share + 1 for share in shares)
        return n, sum(shares) if quality == "loss_arithmetic" else 0

    prices = {label: price(label) for label in out.shown}
    order = sorted(out.shown, key=lambda label: (
        prices[label], table.classes(out.node)[label][0]))
    while True:
        sizes = [len(rows) for label, rows in out.shown.items()
                 if not is_mute(table, out.node, label, rows[0])]
        if all(sample_holds(model, sizes) for model in models):
            return True
        if not order:
            return False
        price = prices[order[0]]
        out.hide(order.pop(0))
        # Losses that are the same in fractions may differ in doubles.
        out.tied = quality in ("loss", "loss_arithmetic") and any(
            prices[label] == price for label in out.shown)
        if len(out.hidden) > limit:
            return False


class Outcome:
    def __init__(self, node, shown, hidden):
        self.node = node
        self.shown = shown          # label to rows of the subset
        self.hidden = set(hidden)
        self.tied = False           # others might be hidden as well

    def hide(self, label):
        self.hidden |= set(self.shown.pop(label))


# Models that ask for a smallest class.
SIZED = {"k_anonymity", "distinct_l_diversity", "entropy_l_diversity",
         "recursive_cl_diversity"}


def counts_the_absent(models):
    """Whether combinations that nobody of the subset has are counted: as in
    ARX not beside a model that asks for a smallest class."""
    kinds = {model[0] for model in models}
    return not kinds & SIZED and any(
        model[0] == "delta_presence" and model[1] > 0 for model in models)


def outcome(table, models, quality, node, limit):
    """Who is shown at a node; None where the node is no answer."""
    shown, hidden = {}, []
    for label, members in table.classes(node).items():
        here = [i for i in members if i in table.subset]
        if not here:
            # Nobody can be suppressed here, and everybody is known absent.
            if counts_the_absent(models):
                return None
        elif all(class_holds(table, model, here, members)
                 for model in models):
            shown[label] = here
        else:
            hidden += here
    if len(hidden) > limit:
        return None
    out = Outcome(node, shown, hidden)
    return out if hide_for_samples(table, models, quality, out,
                                   limit) else None


# The scores.

def column_loss(table, out, f):
    place, h = table.columns[f]
    least = Fraction(table.total, len(h.rows))
    whole = sum((h.share(table.rows[i][place], out.node[f])
                 for rows in out.shown.values() for i in rows),
                Fraction(len(out.hidden)))
    if table.total == least:
        return Fraction(0)
    loss = (whole - least) / (table.total - least)
    return max(Fraction(0), Fraction(math.floor(loss * CUT), CUT))


def column_entropy(table, out, f):
    place, h = table.columns[f]
    values = collections.Counter(table.rows[i][place] for i in table.subset)
    labels = collections.Counter(h.labels[table.rows[i][place]][out.node[f]]
                                 for i in table.subset)
    gone = collections.Counter(h.labels[table.rows[i][place]][out.node[f]]
                               for i in out.hidden)
    whole = math.fsum(
        [n * math.log2(labels[h.labels[v][out.node[f]]] / n)
         for v, n in values.items()]
        + [n * math.log2(len(out.hidden) / n) for n in gone.values()])
    most = math.fsum(n * math.log2(table.total / n)
                     for n in values.values())
    return whole, most


def score(table, out, quality):
    n, total = len(table.columns), table.total
    sizes = [len(rows) for rows in out.shown.values()]
    if quality in ("loss", "loss_arithmetic"):
        losses = [column_loss(table, out, f) for f in range(n)]
        if quality == "loss_arithmetic":
            return float(sum(losses) / n)
        return math.prod(float(x + 1) ** (1 / n) for x in losses) - 1
    if quality == "aecs":
        return total / (len(sizes) + (len(out.hidden) > 0))
    if quality == "discernibility":
        return sum(s * s for s in sizes) + len(out.hidden) * total
    if quality == "discernibility_monotone":
        everything = table.classes(out.node).values()
        return sum(len([i for i in rows if i in table.subset]) ** 2
                   for rows in everything)
    if quality == "height":
        return sum(out.node)
    if quality == "precision":
        kept = total - len(out.hidden)
        return float(sum(
            (Fraction(level, h.levels - 1) if h.levels > 1 else 0) * kept
            + len(out.hidden)
            for (_, h), level in zip(table.columns, out.node))
            / Fraction(total * n))
    both = [column_entropy(table, out, f) for f in range(n)]
    if quality == "entropy":
        return sum(math.floor(e * CUT) / CUT for e, _ in both)
    return sum(e / most for e, most in both if most > 0)


def best_nodes(table, models, quality, limit, bounds):
    """Every node that is an answer, best first, as (score, Outcome)."""
    nodes = itertools.product(*(range(low, high + 1)
                                for low, high in bounds))
    found = [outcome(table, models, quality, node, limit) for node in nodes]
    scored = [(score(table, out, quality), out) for out in found if out]
    return sorted(scored, key=lambda pair: pair[0])
