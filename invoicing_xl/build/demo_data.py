"""The invented firm of the demo workbook, its customers and what it sells. No name stands for a real one."""

from __future__ import annotations

from dataclasses import dataclass

FIRM = "Copperkettle Wholesale Ltd (an invented firm)"


@dataclass(frozen=True, slots=True)
class Customer:
    """rate and discount are per cent; promptness is the usual number of days from due date to payment."""

    id: str
    name: str
    address: str
    city: str
    postcode: str
    country: str
    currency: str
    terms: str
    rate: int
    discount: int
    promptness: int


@dataclass(frozen=True, slots=True)
class Item:
    """price in cents of whatever currency the customer is billed in."""

    code: str
    description: str
    price: int


_CUSTOMERS = """
C1001|The Seventh Spoon|7 Ladle Lane|Ballynowhere|00107|Ireland|EUR|30 days|23|0|4
C1002|Marigold Teapot Café|22 Saucer Street|Ballynowhere|00107|Ireland|EUR|14 days|23|0|-2
C1003|Hotel Wolkenheim GmbH|Luftschlossallee 3|Nirgendheim|01099|Germany|EUR|30 days|0|5|6
C1004|Fogbank Lighthouse Canteen|1 Lamp Road|Inish Nil|00240|Ireland|EUR|30 EOM|23|0|1
C1005|Chez Personne SARL|4 rue Sans Nom|Sans-Adresse-sur-Mer|06000|France|EUR|30 days|0|0|9
C1006|The Unwritten Menu|15 Blank Square|Port Ellery|00311|Ireland|EUR|14 days|23|5|3
C1007|Grand Hotel Nowhere|100 Vanishing Avenue|Port Ellery|00311|Ireland|EUR|2/10 net 30|23|10|-1
C1008|Imaginary Bakers' Guild|9 Crumb Court|Upper Elsewhere|00450|Ireland|EUR|30 days|23|5|2
C1009|Pfannkuchenburg Betriebe AG|Teigweg 12|Nirgendheim|01099|Germany|EUR|14 days|0|0|5
C1010|Moonpost Railway Buffet|Platform 0|Upper Elsewhere|00450|Ireland|EUR|30 days|23|0|70
C1011|The Clockless Kitchen|12 Noon Street|Ballynowhere|00108|Ireland|EUR|30 EOM|23|0|3
C1012|Fictional Fish & Sons|3 Quay of Tales|Inish Nil|00240|Ireland|EUR|14 days|23|0|8
C1013|Paper Lantern Pantry Ltd|41 Tinder Row|Lower Figment|XX1 0AA|United Kingdom|GBP|30 days|0|0|4
C1014|Quince & Riddle Tearooms|8 Puzzle Yard|Lower Figment|XX1 0AB|United Kingdom|GBP|30 days|0|5|0
C1015|Seldom Island Resort Inc.|500 Mirage Beach|Mythical Springs|00123|United States|USD|45 days|0|0|12
C1016|The Borrowed Apron|6 Thimble Walk|Port Ellery|00312|Ireland|EUR|30 days|23|0|5
C1017|Casa Ninguna S.L.|Calle del Aire 10|Villanada|08000|Spain|EUR|30 days|0|0|7
C1018|Herbst & Nebel Catering|Dunstgasse 5|Nirgendheim|01097|Germany|EUR|30 days|0|10|3
C1019|Pocket Sun Ice Cream|2 Cone Corner|Ballynowhere|00107|Ireland|EUR|14 days|23|0|1
C1020|Third Star on the Left Inn|3 Telescope Hill|Inish Nil|00241|Ireland|EUR|30 days|23|0|40
C1021|De Verzonnen Vork B.V.|Nergensgracht 77|Luchtkasteel|1000 ZZ|Netherlands|EUR|14 days|0|0|2
C1022|Unicorn Street School Kitchen|19 Unicorn Street|Upper Elsewhere|00451|Ireland|EUR|30 EOM|23|0|2
C1023|Whistling Ladle Food Truck|Pitch 13|Port Ellery|00313|Ireland|EUR|Due on receipt|23|0|0
C1024|Almost Midnight Diner LLC|24 Second Hand Street|Mythical Springs|00124|United States|USD|30 days|0|5|6
C1025|Saint Nobody's Hospital Trust|1 Quiet Way|Upper Elsewhere|00452|Ireland|EUR|30 days|23|5|10
"""

_ITEMS = """
KT-010|Copper kettle 2.5 l|4890
KT-014|Stove kettle, whistling|3275
PN-020|Iron pan 28 cm|2640
PN-032|Sauté pan 32 cm, two handles|6895
PT-105|Stock pot 20 l|11250
PT-110|Stock pot 36 l|16490
KN-201|Chef's knife 21 cm|5420
KN-207|Bread knife 26 cm|3185
BD-301|Beech board 60 x 40|2799
BW-402|Mixing bowl set, 5 pieces|3960
CU-500|Stoneware cup, box of 12|4188
CU-510|Saucer, box of 12|2676
PL-520|Dinner plate, box of 12|7164
GL-601|Tumbler, crate of 24|5352
GL-608|Carafe 1 l, crate of 6|3318
TW-700|Linen tea towel, pack of 10|2495
AP-710|Apron, dyed blue|1845
SP-801|Wooden spoon, pack of 25|1575
"""

FREIGHT = Item("FREIGHT", "Freight", 1850)
SERVICE_PLAN = Item("SERVICE", "Knife grinding, monthly plan", 24000)


def customers() -> list[Customer]:
    """In order of their IDs."""
    return [_customer(*line.split("|")) for line in _CUSTOMERS.strip().splitlines()]


def _customer(*fields: str) -> Customer:
    id, name, address, city, postcode, country, currency, terms, rate, discount, promptness = fields
    numbers = int(rate), int(discount), int(promptness)
    return Customer(id, name, address, city, postcode, country, currency, terms, *numbers)


def items() -> list[Item]:
    """What can be ordered; freight and the service plan stand apart."""
    fields = [line.split("|") for line in _ITEMS.strip().splitlines()]
    return [Item(code, description, int(price)) for code, description, price in fields]
