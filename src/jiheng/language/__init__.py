"""Chinese as it is written in performance forms: sentences, quantities, commitments, kinds of names, slips of the pen.

It knows the wording of the field and no form, no layout and no rule. All word lists are data in `lexicons/`, loaded on
first use. Where words do not settle a question, a function answers that it does not know.
"""
