"""On what a rule rests, cited by 文号. A rule of arithmetic rests on the review table that demands correct content.

The Ministry's rules bind the central departments; where local forms are held against them, they are cited as 参照.
Articles are named only where their number is certain, and words only where they stand in the text.
"""

from __future__ import annotations

_GOALS = "参照财预〔2015〕88号"
_REVIEW = f"{_GOALS}《项目支出绩效目标审核表》"
_CORE_INDICATORS = "参照财预〔2021〕101号"

INDICATORS = f"{_GOALS}：绩效指标分为产出指标、效益指标和满意度指标"
QUANTIFIED = f"{_GOALS}：绩效目标应当指向明确、细化量化"
REASONABLE = f"{_GOALS}：绩效目标应当合理可行、相应匹配"
COMPLETE = f"{_REVIEW}“规范完整性”：填报格式规范，内容完整、准确、详实，无缺项、错项"
CLEAR = f"{_REVIEW}“明确清晰性”：绩效目标明确、清晰"
SCIENTIFIC = f"{_REVIEW}“指标科学性”：绩效指标全面、充分、细化、量化"
PLAUSIBLE = f"{_REVIEW}“绩效合理性”：预期绩效符合行业正常水平或事业发展规律"
MATCHED = f"{_REVIEW}“资金匹配性”：绩效目标与项目资金量、使用方向等匹配"
STRICT = f"{_CORE_INDICATORS}：指标值尽量从严、从高设定"
FEW_AND_CORE = f"{_CORE_INDICATORS}：指标应当高度关联、重点突出、量化易评"
COST_INDICATORS = f"{_CORE_INDICATORS}：工程基建类、大型修缮及购置类项目应当设置成本指标"
NOT_MONEY = f"{_GOALS}：产出指标分为数量、质量、时效、成本指标"
ARITHMETIC = "按表内指标自身的计算口径推算"
CARRY_OVER = f"{ARITHMETIC}；结转结余率、结转结余变动率的定义参照财预〔2013〕53号"
THRIFT = "参照《党政机关厉行节约反对浪费条例》（以现行文本为准）关于厉行节约的要求"
PROJECT_CODES = "参照财办〔2023〕12号《预算管理一体化规范（2.0版）》；各段含义以当地一体化系统为准"
CHECK_CHARACTERS = "由当地公开的项目编码验算得出，未见成文规定，仅作提醒"
REGIONAL_FORM = "当地印发的绩效目标表样及其填报要求"
PLAN = "当地印发的绩效目标表样：资金支出计划按各期末的累计比例填列"
RESULTS = "参照财预〔2020〕10号《项目支出绩效评价管理办法》：单位自评内容完整、权重合理、数据真实、结果客观"
MONITORING = "参照财预〔2019〕136号《中央部门预算绩效运行监控管理暂行办法》：对绩效目标实现程度和预算执行进度“双监控”"
PRACTICE = "审核人员的通行做法"
SECRECY = "参照《中华人民共和国保守国家秘密法》和信息公开保密审查的要求（以现行文本为准）"
PRIVACY = "参照《中华人民共和国个人信息保护法》（以现行文本为准）"
OPENNESS = "参照《中华人民共和国预算法》关于预算公开的规定（以现行文本为准）"
EX_ANTE = "参照《中共中央 国务院关于全面实施预算绩效管理的意见》（中发〔2018〕34号）：建立绩效评估机制"
GOAL_FIRST = "参照《中共中央 国务院关于全面实施预算绩效管理的意见》（中发〔2018〕34号）：强化绩效目标管理"
USE_OF_RESULTS = "参照《中共中央 国务院关于全面实施预算绩效管理的意见》（中发〔2018〕34号）：绩效评价结果与预算安排挂钩"
FAIR_COMPETITION = "参照公平竞争审查和财政补贴的现行规定"
SECTORS = "参照《行政单位财务规则》《事业单位财务规则》（以现行文本为准）的适用范围"
