"""The peer of our pages: one plain Streamlit page about grants, written as a first page usually is, with ``st.altair_chart``.

``streamlit run bare.py -- rows.parquet map.topojson``: the rows of mart.funding_by_region. It has as many choices, key numbers,
charts and tables as our money page, its map draws the same file by address, and its rows are read once and kept.
"""

import sys

import altair as alt
import polars as pl
import streamlit as st

st.set_page_config(page_title="Grants", layout="wide")


@st.cache_data
def read(path: str) -> pl.DataFrame:
    """Read the rows once."""
    return pl.read_parquet(path)


rows = read(sys.argv[1])
st.title("Where did the money go?")
with st.container(horizontal=True):
    hierarchy = st.segmented_control(
        "Hierarchy", ["administrative", "health"], default="administrative", key="choice-h"
    )
    borders = st.segmented_control("Borders", ["2024", "historical"], default="2024", key="choice-borders")
    level = st.selectbox("Level", ["county", "municipality"], key="choice-level")
with st.container(horizontal=True):
    years = rows["year"].unique().sort(descending=True).to_list()
    year = st.selectbox("Year", years, index=1, key="choice-year")
    schemes = rows["scheme_code"].unique().sort().to_list()
    scheme = st.selectbox("Scheme", schemes, index=schemes.index("all"), key="choice-scheme")
    flow = st.selectbox("Flow", ["national", "regional", "municipal"], key="choice-flow")
    measure = st.selectbox("Measure", ["granted_per_capita_nok", "granted_nok"], key="choice-measure")
found = rows.filter(scheme_code=scheme, flow_level=flow, border_basis=borders or "2024")
shown = found.filter(region_level=level, year=year).sort(measure, descending=True, nulls_last=True)
st.markdown(f"{shown.height} regions, {shown['granted_nok'].sum() or 0:,.0f} kroner in {year}.")
region = st.selectbox("Region", shown["region_name"].to_list(), index=None, key="region")
columns = st.columns(3)
columns[0].metric("Granted", f"{shown['granted_nok'].sum() or 0:,.0f}")
columns[1].metric("Awards", f"{shown['award_count'].sum()}")
columns[2].metric("Applications", f"{shown['application_count'].sum()}")
st.header("Map and order")
left, right = st.columns(2)
left.altair_chart(
    alt.Chart(alt.topo_feature(sys.argv[2], level), height=560)
    .mark_geoshape(stroke="gray")
    .transform_lookup(
        lookup="id", from_=alt.LookupData(shown, key="region_code", fields=["region_name", "granted_nok", measure])
    )
    .encode(color=f"{measure}:Q", tooltip=["region_name:N", "granted_nok:Q", f"{measure}:Q"])
    .add_params(alt.selection_point(name="picked", fields=["id"]))
    .project(type="identity", reflectY=True),
    on_select="rerun",
    key="map",
)
ends = shown.head(40)
bars = (
    alt.Chart(ends)
    .mark_bar()
    .encode(x=f"{measure}:Q", y=alt.Y("region_name:N", sort="-x"), tooltip=["region_name:N", f"{measure}:Q"])
    .add_params(alt.selection_point(name="picked", fields=["region_code"]))
)
figures = alt.Chart(ends).mark_text(align="left", dx=4).encode(x=f"{measure}:Q", y=alt.Y("region_name:N"), text=measure)
median = alt.Chart(ends).mark_rule(strokeDash=[5, 4]).encode(x=f"median({measure}):Q")
right.altair_chart(bars + median + figures, on_select="rerun", key="bars")
st.caption("Granted kroner by region.")
st.header("Over the years")
country = found.filter(region_level="country").sort("year")
lines = alt.Chart(country).mark_line(point=True).encode(x="year:O", y=f"{measure}:Q", color="region_name:N")
st.altair_chart(lines + alt.Chart(country).mark_rule(strokeDash=[2, 4]).encode(x="year:O"), key="lines")
st.caption("Granted kroner by year.")
st.header("In full")
st.dataframe(
    shown.select(
        *("region_name", "granted_per_capita_nok", "granted_nok", "granted_share", "granted_change_share"),
        *("applied_nok", "application_count", "award_count", "population", "region_code"),
    ),
    hide_index=True,
    key="table",
)
csv = shown.write_csv()
st.download_button("CSV", csv, "grants.csv", key="csv")
st.download_button("Tab-separated", csv.replace(",", "\t"), "grants.tsv", key="tsv")
