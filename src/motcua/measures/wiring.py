"""What measures show in the rooms below them."""

from motcua.cases import panels
from motcua.measures import forecast_page

panels.fill(panels.INBOX)(forecast_page.beside_inbox)
