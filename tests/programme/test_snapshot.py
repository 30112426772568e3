"""The stored form of a consolidated report's figures stays what it has been."""

from programme.snapshot import BudgetAmounts, PeriodSnapshot, StatusCount

AMOUNTS = {
    "planned": "5.000.000",
    "appraised": "4.000.000",
    "approved": "4.000.000",
    "allocated": "3.000.000",
    "disbursed": "1.000.000",
}
STORED = {
    "programme": {
        "number": "2869/QĐ-UBND",
        "signed_on": "05/6/2026",
        "issuer": "Ủy ban nhân dân Thành phố",
        "title": "Chương trình thử",
        "is_demo": False,
    },
    "period": {
        "code": "2026-Q1",
        "name": "quý I năm 2026",
        "begins": "01/01/2026",
        "closes": "31/3/2026",
    },
    "scope": "",
    "today": "10/4/2026",
    "total": 1,
    "statuses": [["Đang thực hiện", 1]],
    "groups": [
        {
            "number": 1,
            "title": "Kết nối cung cầu",
            "tasks": [
                {
                    "number": "1.1",
                    "content": "Tổ chức hội nghị",
                    "leads": "Sở A",
                    "coordinating": "Sở B (chưa xác minh)",
                    "timeframe": "Hàng năm",
                    "status": "Đang thực hiện",
                    "progress": "80%",
                    "reports": [
                        {
                            "agency": "Sở A",
                            "role": "Chủ trì",
                            "quarter": "quý I năm 2026",
                            "reported_on": "20/3/2026",
                            "is_late": False,
                            "is_afterwards": True,
                            "results": "Đã tổ chức 02 hội nghị.",
                            "figures": ["Hội nghị: 2 lượt"],
                            "difficulties": "Thiếu kinh phí.",
                            "proposals": "",
                        }
                    ],
                }
            ],
        }
    ],
    "compliance": {"Đúng hạn": 1, "Trễ hạn": 1},
    "late": [{"agency": "Sở C", "reports": ["1.2 (quý I năm 2026)"]}],
    "missing": [],
    "unassigned": ["1.3 Nhiệm vụ chưa rõ"],
    "amendments": [
        {
            "number": "55/QĐ-UBND",
            "signed_on": "01/3/2026",
            "effective_on": "05/3/2026",
            "issuer": "Ủy ban nhân dân Thành phố",
            "summary": "Bãi bỏ nhiệm vụ 9.9",
        }
    ],
    "targets": [
        {
            "name": "Doanh nghiệp áp dụng",
            "goal": "60 doanh nghiệp/năm",
            "result": "66 doanh nghiệp",
            "source": "4 báo cáo, nhiệm vụ 1.1",
            "status": "Đạt",
        }
    ],
    "budget": {
        "year": 2026,
        "rows": [
            {
                "number": "1.1",
                "activity": "Hội nghị",
                "agency": "Sở A",
                "source": "Ngân sách Thành phố",
                **AMOUNTS,
            }
        ],
        "total": AMOUNTS,
    },
}


def test_what_is_stored_is_read_and_written_back_the_same():
    assert PeriodSnapshot.from_json(STORED).to_json() == STORED


def test_each_figure_is_read_under_its_name():
    snapshot = PeriodSnapshot.from_json(STORED)
    assert (snapshot.as_of, snapshot.task_count) == ("10/4/2026", 1)
    assert snapshot.statuses == [StatusCount("Đang thực hiện", 1)]
    [task] = snapshot.tasks
    assert (task.number, task.reports[0].agency) == ("1.1", "Sở A")
    assert snapshot.late[0].reports == ["1.2 (quý I năm 2026)"]
    assert snapshot.budget.total == BudgetAmounts(**AMOUNTS)
    assert (snapshot.budget.rows[0].activity, snapshot.budget.rows[0].disbursed) == (
        "Hội nghị",
        "1.000.000",
    )


def test_a_report_without_budget_is_stored_as_before():
    snapshot = PeriodSnapshot.from_json(STORED | {"budget": {}})
    assert snapshot.budget is None
    assert snapshot.to_json()["budget"] == {}


def test_the_first_snapshots_knew_no_targets_and_no_money():
    early = {name: value for name, value in STORED.items() if name not in {"targets", "budget"}}
    snapshot = PeriodSnapshot.from_json(early)
    assert (snapshot.targets, snapshot.budget) == ([], None)
