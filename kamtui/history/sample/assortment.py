"""What the made-up company sells: product groups with their seasons, products with their prices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamtui.history.sample.columns import Ints, Reals

_INFLATION = 1.03
"""By what prices rise in a year."""


@dataclass(frozen=True)
class Group:
    """A group of products."""

    name: str
    season: tuple[float, ...]
    """How much it is asked for in each month, January first."""
    products: tuple[tuple[str, float, float], ...]
    """Name, list price in EUR and margin (share of the price), the most sold first."""


_SPRING = (0.2, 0.3, 1.0, 2.4, 2.8, 1.6, 0.8, 0.7, 0.7, 0.4, 0.2, 0.1)
_SUMMER = (0.2, 0.3, 0.7, 1.4, 2.0, 2.0, 1.5, 1.2, 0.8, 0.5, 0.3, 0.3)
_WORKS = (0.4, 0.5, 0.8, 1.2, 1.4, 1.3, 1.0, 1.3, 1.4, 1.2, 0.8, 0.5)
_EVEN = (0.9, 0.9, 1.0, 1.1, 1.1, 1.0, 0.8, 1.0, 1.1, 1.1, 1.0, 0.9)
_WINTER = (2.6, 2.2, 1.4, 0.3, 0.1, 0.1, 0.1, 0.1, 0.4, 1.4, 2.4, 2.6)

GROUPS = (
    Group(
        "Soil and mulch",
        _SPRING,
        (
            ("Garden soil 40 l", 4.90, 0.24),
            ("Bark mulch 50 l", 5.60, 0.27),
            ("Raised-bed soil 1 m3", 62.00, 0.30),
            ("Compost soil bulk 1 t", 38.50, 0.26),
            ("Lawn soil bulk 1 t", 34.00, 0.25),
        ),
    ),
    Group(
        "Seeds and plants",
        _SPRING,
        (
            ("Lawn seed 10 kg", 48.00, 0.36),
            ("Summer flowers tray", 12.40, 0.33),
            ("Hedge plant", 6.80, 0.35),
            ("Berry bush", 9.90, 0.37),
            ("Meadow seed 1 kg", 39.00, 0.42),
        ),
    ),
    Group(
        "Fertilisers and lime",
        (0.2, 0.4, 1.4, 2.4, 2.4, 1.4, 1.0, 1.0, 0.8, 0.4, 0.2, 0.1),
        (
            ("Lawn fertiliser 25 kg", 27.50, 0.31),
            ("Garden lime 25 kg", 11.20, 0.28),
            ("Autumn fertiliser 15 kg", 19.90, 0.32),
            ("Tree fertiliser 15 kg", 24.90, 0.33),
        ),
    ),
    Group(
        "Garden tools",
        _SUMMER,
        (
            ("Shovel", 17.90, 0.40),
            ("Leaf rake", 13.50, 0.41),
            ("Pruning shears", 21.00, 0.43),
            ("Wheelbarrow", 74.00, 0.35),
            ("Hose 25 m", 29.00, 0.38),
        ),
    ),
    Group(
        "Paving and stone",
        _SUMMER,
        (
            ("Paving slab m2", 19.80, 0.22),
            ("Crushed stone 1 t", 24.00, 0.20),
            ("Kerb stone", 8.70, 0.23),
            ("Natural stone 1 t", 145.00, 0.29),
            ("Joint sand 20 kg", 5.40, 0.34),
        ),
    ),
    Group(
        "Fences and timber",
        _SUMMER,
        (
            ("Fence panel", 46.00, 0.27),
            ("Treated timber m", 3.10, 0.21),
            ("Gate post", 32.00, 0.28),
            ("Raised-bed frame", 39.00, 0.33),
        ),
    ),
    Group(
        "Yard furniture",
        (0.1, 0.3, 0.9, 2.0, 2.6, 2.2, 1.2, 0.6, 0.3, 0.2, 0.1, 0.1),
        (
            ("Yard bench", 139.00, 0.38),
            ("Sandbox", 89.00, 0.36),
            ("Planter 60 cm", 44.00, 0.41),
            ("Litter bin", 118.00, 0.37),
        ),
    ),
    Group(
        "Skips",
        _WORKS,
        (
            ("Skip 6 m3, mixed waste", 345.00, 0.33),
            ("Skip 10 m3, timber", 295.00, 0.36),
            ("Skip 8 m3, stone", 315.00, 0.31),
            ("Skip rent, extra week", 42.00, 0.62),
            ("Skip with lid 10 m3", 365.00, 0.34),
        ),
    ),
    Group(
        "Waste bags",
        _WORKS,
        (
            ("Waste bag 1 m3", 14.90, 0.48),
            ("Waste bag 1 m3, collected", 96.00, 0.37),
            ("Stone bag 0.5 m3", 12.50, 0.47),
            ("Bag stand rent", 18.00, 0.58),
        ),
    ),
    Group(
        "Sorting and transport",
        _EVEN,
        (
            ("Sorting on site, hour", 58.00, 0.25),
            ("Grab lorry, hour", 112.00, 0.24),
            ("Hazardous waste box", 165.00, 0.30),
            ("Waste report", 25.00, 0.70),
        ),
    ),
    Group(
        "Grit and salt",
        _WINTER,
        (
            ("Road grit 1 t", 36.00, 0.27),
            ("De-icing salt 25 kg", 9.80, 0.29),
            ("Grit box", 129.00, 0.34),
            ("Snow shovel", 24.50, 0.39),
        ),
    ),
)


@dataclass(frozen=True)
class Products:
    """Every product of every group, one value a product."""

    first: Ints
    """For each group, the index of its first product."""
    popularity: Reals
    """For each group (row), the running share of its products, 1 beyond the last."""
    group: Ints
    names: tuple[str, ...]
    price: Reals
    """List price today, cents."""
    margin: Reals
    """Share of the price."""

    def prices_by_year(self, years: int) -> Reals:
        """Return list prices in whole cents, rows by how many years ago, columns products."""
        ago = np.arange(years + 1)[:, None]
        return np.rint(self.price / np.power(_INFLATION, ago))


def product_list() -> Products:
    """Return the products of GROUPS."""
    sizes = np.array([len(group.products) for group in GROUPS])
    popularity = np.ones((len(GROUPS), int(sizes.max())))
    for row, size in enumerate(sizes):
        ranks = 1 / np.arange(1, size + 1) ** 0.8
        popularity[row, :size] = np.cumsum(ranks) / ranks.sum()
        popularity[row, size - 1 :] = 1.0
    products = [product for group in GROUPS for product in group.products]
    return Products(
        first=np.cumsum(sizes) - sizes,
        popularity=popularity,
        group=np.repeat(np.arange(len(GROUPS)), sizes),
        names=tuple(name for name, _, _ in products),
        price=np.array([price * 100 for _, price, _ in products]),
        margin=np.array([margin for _, _, margin in products]),
    )
