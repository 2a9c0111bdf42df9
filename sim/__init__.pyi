# What `from sim import ...` offers, and where it lives: the only list. `Game` comes with sim.play.

from .base.intervals import Interval as Interval
from .base.intervals import paired_difference as paired_difference
from .base.problems import ProblemsError as ProblemsError
from .base.version import __version__ as __version__
from .compare.policies import Comparison as Comparison
from .compare.policies import compare_policies as compare_policies
from .core.scenario import Event as Event
from .core.scenario import throughout as throughout
from .market.population import Population as Population
from .market.source import Market as Market
from .mesa_engine import AllianceModel as AllianceModel
from .model.quarter import Parameters as Parameters
from .policies import Levers as Levers
from .policies import Policy as Policy
from .policies import Preset as Preset
from .policies import Sight as Sight
from .policies import find as find
from .portfolio import PortfolioMarket as PortfolioMarket
from .portfolio import advise as advise
from .portfolio import read_portfolio as read_portfolio
from .run.result import Result as Result
from .run.result import Results as Results
from .run.simulate import Setting as Setting
from .run.simulate import simulate as simulate
