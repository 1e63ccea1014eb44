"""Where organisers keep States, organisations, people and the Forum."""

from partners.admin import agreements, countries, forum, organisations, people

__all__ = ["agreements", "countries", "forum", "organisations", "people"]
