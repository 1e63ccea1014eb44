"""What dies, stops, answers nonsense or is gone: every fault, really done.

Workers are processes of their own. Answers, suppression, hashes and hours without a
dying process are tried beside the code they belong to.
"""

import django
from django.apps import apps

if not apps.ready:  # in the process that forks the workers, before it reads them
    django.setup()
