"""What granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.project.settings")
application = get_wsgi_application()
gc.freeze()  # what stays for good is not looked through again in the middle of a page
