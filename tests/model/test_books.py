import pytest

from sim.model.books import booked_revenue, keep_books, pulled_discount


def test_pulled_deals_get_the_spot_discount_on_top():
    assert pulled_discount(0.2, 0.1, 0.4) == pytest.approx(0.3)


def test_the_discount_on_pulled_deals_is_capped_at_the_highest():
    assert pulled_discount(0.35, 0.1, 0.4) == pytest.approx(0.4)
    assert pulled_discount(0.4, 0.3, 0.4) == pytest.approx(0.4)


def test_revenue_is_list_at_each_price():
    assert booked_revenue(100.0, 50.0, 0.8, 0.7) == pytest.approx(115)


def keeping(quarter_of, **more):
    given = {
        "parameters": {
            "spot_discount": 0.2,
            "unit_cost": 0.5,
            "day_cost": 0.75,
            "arms_length_deal": 25.0,
            "joint_deal": 100.0,
        },
        "won_arms_length": 100.0,
        "won_joint": 200.0,
        "month3_list": 60.0,
        "pulled_arms_length": 50.0,
        "pulled_joint": 100.0,
        "discount": 0.2,
        "ask": 0.5,
        "relationship_days": 8.0,
        "selling_days": 4.0,
        "vision_cost": 12.0,
        "velocity_gain": 1.5,
    }
    now = quarter_of(**given | more)
    keep_books(now)
    return now.alliances


def test_the_books_by_hand(quarter_of):
    alliance = keeping(quarter_of)  # pulled deals at a discount of .3
    assert alliance.arms_length_revenue == pytest.approx([115] * 4)
    assert alliance.joint_revenue == pytest.approx([230] * 4)
    assert alliance.month3_revenue == pytest.approx([153] * 4)
    assert alliance.list_value == pytest.approx([450] * 4)
    assert alliance.margin == pytest.approx([120] * 4)
    assert alliance.profit == pytest.approx([99] * 4)
    assert alliance.deals == pytest.approx([6 + 2] * 4)


def test_the_cap_on_discounts_binds_in_the_books(quarter_of):
    alliance = keeping(quarter_of, discount=0.38, parameters={"highest_discount": 0.4})
    assert alliance.arms_length_revenue == pytest.approx([62 + 30] * 4)


def test_days_and_visions_cost_even_where_nothing_is_sold(quarter_of):
    nothing = {"won_arms_length": 0.0, "won_joint": 0.0, "month3_list": 0.0}
    nothing |= {"pulled_arms_length": 0.0, "pulled_joint": 0.0}
    alliance = keeping(quarter_of, **nothing)
    assert alliance.margin == pytest.approx([0] * 4)
    assert alliance.profit == pytest.approx([-9 - 12] * 4)
    assert alliance.deals == pytest.approx([0] * 4)


def test_one_team_execution_changes_the_value_of_a_joint_deal_not_the_number(quarter_of):
    plain = keeping(quarter_of, velocity_gain=1.0, won_joint=100.0, pulled_joint=0.0)
    better = keeping(quarter_of, velocity_gain=3.0, won_joint=300.0, pulled_joint=0.0)
    assert plain.deals == pytest.approx([7] * 4)
    assert better.deals == pytest.approx([7] * 4)
    assert better.joint_revenue == pytest.approx([240] * 4)


def test_what_mechanisms_cost_comes_off_the_profit(quarter_of):
    given = {
        "spot_discount": 0.2,
        "support_share": 0.1,
        "campaign_cost": 20.0,
        "signing_cost": 40.0,
    }
    plain = keeping(quarter_of)
    alliance = keeping(
        quarter_of,
        parameters=given,
        levers={"campaign": 1.0},
        committed=[1.0, 0.0, 0.0, 0.0],
        campaigning=[0.0, 0.5, 0.0, 0.0],
        signed=[0.0, 0.0, 1.0, 0.0],
    )
    assert plain.profit - alliance.profit == pytest.approx([30, 10, 40, 0])


def test_profit_is_worth_less_the_later_it_comes(quarter_of):
    alliance = keeping(quarter_of, quarter=3, parameters={"discount_rate": 0.25})
    assert alliance.present_value == pytest.approx(alliance.profit / 1.25)


def test_conquered_deals_are_sold_at_the_spot_price(quarter_of):
    plain, alliance = keeping(quarter_of), keeping(quarter_of, conquered=10.0)
    assert alliance.arms_length_revenue - plain.arms_length_revenue == pytest.approx([7] * 4)
    assert alliance.month3_revenue - plain.month3_revenue == pytest.approx([7] * 4)
    assert alliance.list_value - plain.list_value == pytest.approx([10] * 4)
    assert alliance.deals - plain.deals == pytest.approx([0.4] * 4)


def test_cash_is_cumulative_profit_of_all_accounts(quarter_of):
    now = quarter_of(
        won_arms_length=[100.0, 50.0, 0.0, 0.0],
        won_joint=0.0,
        month3_list=0.0,
        pulled_arms_length=0.0,
        pulled_joint=0.0,
        discount=0.2,
        ask=0.0,
        relationship_days=0.0,
        selling_days=[0.0, 0.0, 10.0, 10.0],
        vision_cost=0.0,
        velocity_gain=1.0,
        vendors={"cash": [5.0, 5.0]},
        parameters={"unit_cost": 0.5, "day_cost": 1.0},
    )
    keep_books(now)
    assert now.vendors.cash == pytest.approx([5 + 150 * 0.3, 5 - 20])
